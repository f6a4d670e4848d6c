package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Layers on maps {@code [B, h, w, C]}: pictures, and token grids put back into their places. Channels come
 * last, as TensorFlow's kernels for processors want them; tensors of the weights lie as PyTorch writes
 * them. Sizes may be open: each layer reads them when it runs. All are differentiable.
 */
public final class Maps {
    private final Layers layers;
    private final Ops tf;

    public Maps(Layers layers) {
        this.layers = layers;
        this.tf = layers.tf();
    }

    /** {@code [B, C, h, w]} to {@code [B, h, w, C]}. */
    public Operand<TFloat32> channelsLast(Operand<TFloat32> x) {
        return tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 3, 1}));
    }

    /** {@code [B, h, w, C]} to {@code [B, C, h, w]}. */
    public Operand<TFloat32> channelsFirst(Operand<TFloat32> x) {
        return tf.linalg.transpose(x, tf.constant(new int[] {0, 3, 1, 2}));
    }

    /** {@code [h, w]} of a map, known when it runs. */
    public Operand<TInt32> size(Operand<TFloat32> x) {
        return tf.stridedSlice(tf.shape(x), Indices.slice(1, 3));
    }

    /** {@code [h, w]} of a map times a whole number. */
    public Operand<TInt32> size(Operand<TFloat32> x, int times) {
        return tf.math.mul(size(x), tf.constant(times));
    }

    /** Every position a row: {@code [B, h, w, C]} to {@code [B·h·w, C]}. */
    public Operand<TFloat32> rows(Operand<TFloat32> x) {
        return tf.reshape(x, tf.constant(new int[] {-1, channels(x)}));
    }

    /** Rows {@code [B·h·w, C]} back into places: {@code [B, h, w, C]} with the sides of {@code like}. */
    public Operand<TFloat32> places(Operand<TFloat32> rows, Operand<TFloat32> like) {
        int C = Math.toIntExact(rows.shape().get(1));
        Operand<TInt32> sides = tf.stridedSlice(tf.shape(like), Indices.slice(0, 3));
        return tf.reshape(
                rows, tf.concat(List.of(sides, tf.constant(new int[] {C})), tf.constant(0)));
    }

    /**
     * Convolution with zeros around: {@code [B, h, w, in]} to {@code [B, h', w', out]}, {@code h' = (h + 2·padding
     * - height) / stride + 1} rounded down. Reads {@code name.weight [out, in, height, width]} and, if there is
     * one, {@code name.bias [out]}.
     */
    public Operand<TFloat32> conv(Operand<TFloat32> x, String name, int stride, int padding) {
        Operand<TFloat32> filter = layers.filter(name + ".weight");
        int[] shape = layers.shape(name + ".weight");
        expectChannels(x, name, shape[1]);
        boolean same = stride == 1 && shape[2] == 2 * padding + 1 && shape[3] == 2 * padding + 1;
        Operand<TFloat32> padded = x;
        if (!same && padding > 0) {
            // The gradient of a convolution knows no explicit padding.
            padded =
                    tf.pad(
                            x,
                            tf.constant(
                                    new int[][] {
                                        {0, 0}, {padding, padding}, {padding, padding}, {0, 0}
                                    }),
                            tf.constant(0f));
        }
        Operand<TFloat32> y =
                tf.nn.conv2d(
                        padded,
                        filter,
                        List.of(1L, (long) stride, (long) stride, 1L),
                        same ? "SAME" : "VALID");
        return biased(y, name, shape[0]);
    }

    /**
     * Convolution without bias that keeps the sides, batch norm (eps 1e-5), ReLU, as mm-segmentation names
     * them: {@code name.conv.weight} with odd sides, {@code name.bn.*}.
     */
    public Operand<TFloat32> convNormRelu(Operand<TFloat32> x, String name) {
        int[] shape = layers.shape(name + ".conv.weight");
        int padding = shape.length == 4 ? shape[2] / 2 : 0;
        return layers.relu(batchNorm(conv(x, name + ".conv", 1, padding), name + ".bn", 1e-5f));
    }

    /**
     * Transposed convolution whose stride is its kernel's side k, so that nothing overlaps: {@code [B, h, w, in]}
     * to {@code [B, k·h, k·w, out]}. Reads {@code name.weight [in, out, k, k]} and, if there is one, {@code
     * name.bias [out]}.
     */
    public Operand<TFloat32> transposedConv(Operand<TFloat32> x, String name) {
        int[] shape = layers.shape(name + ".weight");
        if (shape.length != 4 || shape[2] != shape[3]) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    layers.owner()
                            + ": '"
                            + name
                            + ".weight' is "
                            + Arrays.toString(shape)
                            + ", a transposed convolution needs [in, out, side, side]");
        }
        expectChannels(x, name, shape[0]);
        int out = shape[1];
        int k = shape[2];
        Operand<TFloat32> kernel =
                tf.reshape(
                        layers.parameter(name + ".weight"),
                        tf.constant(new int[] {shape[0], out * k * k}));
        Operand<TFloat32> product = tf.linalg.matMul(rows(x), kernel);
        Operand<TInt32> sides = tf.shape(x);
        Operand<TInt32> B = tf.stridedSlice(sides, Indices.at(0));
        Operand<TInt32> h = tf.stridedSlice(sides, Indices.at(1));
        Operand<TInt32> w = tf.stridedSlice(sides, Indices.at(2));
        Operand<TInt32> K = tf.constant(k);
        Operand<TInt32> C = tf.constant(out);
        Operand<TFloat32> cells = tf.reshape(product, tf.stack(List.of(B, h, w, C, K, K)));
        Operand<TFloat32> laid =
                tf.linalg.transpose(cells, tf.constant(new int[] {0, 1, 4, 2, 5, 3}));
        Operand<TFloat32> y =
                tf.reshape(laid, tf.stack(List.of(B, tf.math.mul(h, K), tf.math.mul(w, K), C)));
        return biased(y, name, out);
    }

    /** {@link Layers#batchNorm} per channel. */
    public Operand<TFloat32> batchNorm(Operand<TFloat32> x, String name, float eps) {
        return places(layers.batchNorm(rows(x), name, eps), x);
    }

    /** {@link Layers#layerNorm} over the channels of each position. */
    public Operand<TFloat32> layerNorm(Operand<TFloat32> x, String name, float eps) {
        return places(layers.layerNorm(rows(x), name, eps), x);
    }

    /**
     * Norm over all positions and the {@code C / groups} channels of each group (Wu and He, arXiv 1803.08494).
     *
     * @param groups divides C
     */
    public Operand<TFloat32> groupNorm(Operand<TFloat32> x, String name, int groups, float eps) {
        int C = channels(x);
        if (C % groups != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    layers.owner()
                            + ": '"
                            + name
                            + "' norms "
                            + groups
                            + " groups, which do not divide "
                            + C
                            + " channels");
        }
        Operand<TInt32> B = tf.stridedSlice(tf.shape(x), Indices.at(0));
        Operand<TFloat32> grouped =
                tf.reshape(
                        x,
                        tf.stack(
                                List.of(
                                        B,
                                        tf.constant(-1),
                                        tf.constant(groups),
                                        tf.constant(C / groups))));
        Operand<TInt32> within = tf.constant(new int[] {1, 3});
        var keep = Mean.keepDims(true);
        Operand<TFloat32> centred = tf.math.sub(grouped, tf.math.mean(grouped, within, keep));
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), within, keep);
        Operand<TFloat32> normalised =
                tf.math.mul(centred, tf.math.rsqrt(layers.add(variance, tf.constant(eps))));
        Operand<TFloat32> back = tf.reshape(normalised, tf.shape(x));
        return layers.add(
                tf.math.mul(back, layers.vector(name + ".weight", C)),
                layers.vector(name + ".bias", C));
    }

    /**
     * To {@code [B, size…, C]}, linearly between the centres of positions and flat beyond the outermost
     * (PyTorch's {@code align_corners = false}), without smoothing when it shrinks.
     *
     * @param size {@code [height, width]}
     */
    public Operand<TFloat32> bilinear(Operand<TFloat32> x, Operand<TInt32> size) {
        return tf.image.resizeBilinear(x, size, ResizeBilinear.halfPixelCenters(true));
    }

    /**
     * To {@code [B, size…, C]}: row y comes from row {@code y · h / height}, rounded down.
     *
     * @param size {@code [height, width]}
     */
    public Operand<TFloat32> nearest(Operand<TFloat32> x, Operand<TInt32> size) {
        return tf.image.resizeNearestNeighbor(x, size);
    }

    /** The largest of each window; windows that do not fit whole are left out. */
    public Operand<TFloat32> maxPool(Operand<TFloat32> x, int side, int stride) {
        return tf.nn.maxPool(
                x,
                tf.constant(new int[] {1, side, side, 1}),
                tf.constant(new int[] {1, stride, stride, 1}),
                "VALID");
    }

    /**
     * To {@code [B, bins, bins, C]}, whatever the sides: bin i of a side s is the mean of positions {@code ⌊i·s /
     * bins⌋} to {@code ⌈(i+1)·s / bins⌉ - 1}, so that bins of small maps share positions.
     */
    public Operand<TFloat32> averagePool(Operand<TFloat32> x, int bins) {
        Operand<TInt32> sides = tf.shape(x);
        Operand<TInt32> B = tf.stridedSlice(sides, Indices.at(0));
        Operand<TInt32> h = tf.stridedSlice(sides, Indices.at(1));
        Operand<TInt32> w = tf.stridedSlice(sides, Indices.at(2));
        Operand<TInt32> n = tf.constant(bins);
        Operand<TInt32> C = tf.constant(channels(x));
        Operand<TInt32> rest = tf.constant(-1);
        Operand<TFloat32> columns = tf.reshape(x, tf.stack(List.of(B, h, rest)));
        Operand<TFloat32> overHeight = layers.product(bins(h, bins, B), columns, false);
        Operand<TInt32> lines = tf.math.mul(B, n);
        Operand<TFloat32> rows = tf.reshape(overHeight, tf.stack(List.of(lines, w, C)));
        Operand<TFloat32> overWidth = layers.product(bins(w, bins, lines), rows, false);
        return tf.reshape(overWidth, tf.stack(List.of(B, n, n, C)));
    }

    /** {@code [times, bins, side]}: the share of each position in each bin. */
    private Operand<TFloat32> bins(Operand<TInt32> side, int bins, Operand<TInt32> times) {
        int[] lower = new int[bins];
        Arrays.setAll(lower, i -> i);
        int[] upper = new int[bins];
        Arrays.setAll(upper, i -> i + 1);
        Operand<TInt32> n = tf.constant(bins);
        Operand<TInt32> from = tf.math.floorDiv(tf.math.mul(tf.constant(lower), side), n);
        Operand<TInt32> toTimes = tf.math.mul(tf.constant(upper), side);
        Operand<TInt32> to = tf.math.floorDiv(tf.math.add(toTimes, tf.constant(bins - 1)), n);
        Operand<TInt32> place =
                tf.expandDims(tf.range(tf.constant(0), side, tf.constant(1)), tf.constant(0));
        var inside =
                tf.math.logicalAnd(
                        tf.math.greaterEqual(place, tf.expandDims(from, tf.constant(1))),
                        tf.math.less(place, tf.expandDims(to, tf.constant(1))));
        Operand<TFloat32> count =
                tf.dtypes.cast(
                        tf.expandDims(tf.math.sub(to, from), tf.constant(1)), TFloat32.class);
        Operand<TFloat32> share = tf.math.div(tf.dtypes.cast(inside, TFloat32.class), count);
        return tf.tile(
                tf.expandDims(share, tf.constant(0)),
                tf.stack(List.of(times, tf.constant(1), tf.constant(1))));
    }

    private Operand<TFloat32> biased(Operand<TFloat32> y, String name, int out) {
        String bias = name + ".bias";
        return layers.has(bias) ? tf.nn.biasAdd(y, layers.vector(bias, out)) : y;
    }

    private void expectChannels(Operand<TFloat32> x, String name, int in) {
        if (channels(x) != in) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    layers.owner()
                            + ": '"
                            + name
                            + ".weight' reads maps of "
                            + in
                            + " channels, got "
                            + x.shape());
        }
    }

    /** The one size that is always known. */
    private int channels(Operand<TFloat32> x) {
        if (x.rank() != 4 || x.shape().get(3) < 1) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    layers.owner() + ": a map is [B, h, w, C] of known C, got " + x.shape());
        }
        return Math.toIntExact(x.shape().get(3));
    }
}
