package io.metatransformer.head.pointsegmentation;

import io.metatransformer.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The layers of a decoder. Clouds of a batch stand one after the other, each with as many points as the others: B
 * clouds of S points are {@code [B·S, C]}. A convolution over points is a linear map of each.
 *
 * <p>A convolution of something carried to the points equals what its own part of the convolution makes, carried
 * there; that costs as many products as there are known points, not as there are places.
 */
final class DecoderLayers {
    private static final float EPS = 1e-5f;

    private final Layers layers;
    private final Ops tf;
    private final SegmentationOptions options;
    private final float dropout;
    private final int D;
    private final int H;
    private final int channels;
    private final int level;

    /**
     * @param D the encoder's width
     * @param dropout of the features before the last layer
     */
    DecoderLayers(
            Layers layers,
            SegmentationOptions options,
            int D,
            int level,
            int channels,
            float dropout) {
        this.layers = layers;
        this.tf = layers.tf();
        this.options = options;
        this.dropout = dropout;
        this.D = D;
        this.H = options.pointWidth(D);
        this.level = level;
        this.channels = channels;
    }

    /** Indices and weights of three known points per place, each {@code [M, 3]}. */
    record Carried(Operand<TInt32> points, Operand<TFloat32> weights) {}

    /** The norm's weight and bias, on rows that are normalised already. */
    Operand<TFloat32> normed(Operand<TFloat32> rows) {
        return options.norm()
                ? layers.add(
                        tf.math.mul(rows, layers.parameter(DecoderWeights.NORM + ".weight")),
                        layers.parameter(DecoderWeights.NORM + ".bias"))
                : rows;
    }

    /**
     * From tokens to what the last stage reads of them.
     *
     * @param tokens {@code [T, D]}
     * @return {@code [T, H]}
     */
    Operand<TFloat32> known(Operand<TFloat32> tokens) {
        return columns(tokens, fine(0), knownFrom(), D);
    }

    /**
     * From tokens, by way of the level in between, to what the last stage reads of it.
     *
     * @param rows of that level {@code [L, W]}
     * @return {@code [L, H]}
     */
    Operand<TFloat32> known(Operand<TFloat32> tokens, Operand<TFloat32> rows, Carried carried) {
        String first = DecoderWeights.convolution(DecoderWeights.COARSE, 0);
        var skipped = columns(rows, first, 0, level);
        var coarse = columns(tokens, first, level, D);
        return known(
                stage(DecoderWeights.COARSE, layers.add(skipped, carried(coarse, carried, D))));
    }

    private int knownFrom() {
        return channels + (options.parts() ? DecoderWeights.SHAPE_WIDTH : 0);
    }

    private static String fine(int index) {
        return DecoderWeights.convolution(DecoderWeights.FINE, index);
    }

    /**
     * Features of points, {@code [B·S, H]}.
     *
     * @param known {@code [L, H]}
     * @param points {@code [B·S, channels]}
     * @param shapes {@code [B, shapes]}, one of each row 1; absent but for parts
     */
    Operand<TFloat32> features(
            Operand<TFloat32> known,
            Carried carried,
            Operand<TFloat32> points,
            Optional<Operand<TFloat32>> shapes) {
        int told = options.parts() ? DecoderWeights.SHAPE_WIDTH : 0;
        var x = layers.add(columns(points, fine(0), told, channels), carried(known, carried, H));
        if (shapes.isPresent()) {
            var shape = layers.gelu(layers.linear(shapes.get(), DecoderWeights.SHAPE));
            x = withEach(x, columns(shape, fine(0), 0, told), H);
        }
        return stage(DecoderWeights.FINE, x);
    }

    /** {@code convolved}: what the first convolution of the stage gave. */
    private Operand<TFloat32> stage(String stage, Operand<TFloat32> convolved) {
        var x = layers.relu(layers.batchNorm(convolved, DecoderWeights.norm(stage, 0), EPS));
        var second = layers.linear(x, DecoderWeights.convolution(stage, 1));
        return layers.relu(layers.batchNorm(second, DecoderWeights.norm(stage, 1), EPS));
    }

    /**
     * What stands for the whole of each cloud, {@code [B, globals · D]}.
     *
     * @param classTokens {@code [B, D]}
     * @param features {@code [B·S, H]}
     */
    Operand<TFloat32> globals(Operand<TFloat32> classTokens, Operand<TFloat32> features) {
        var clouds = perCloud(features, classTokens, H);
        var points = tf.constant(1);
        List<Operand<TFloat32>> all =
                options.parts()
                        ? List.of(classTokens, tf.max(clouds, points), tf.math.mean(clouds, points))
                        : List.of(classTokens, tf.max(clouds, points));
        return tf.concat(all, tf.constant(1));
    }

    /**
     * Scores {@code [B·S, K]}.
     *
     * @param globals {@code [B, globals · D]}; absent for propagation
     */
    Operand<TFloat32> logits(Operand<TFloat32> features, Optional<Operand<TFloat32>> globals) {
        var x = features;
        if (globals.isPresent()) {
            int G = options.globals() * D;
            String conv = DecoderWeights.HIDDEN;
            var cloud = columns(globals.get(), conv, 0, G);
            if (options
                    .headMax()) { // over all points: what is the same for all, and their greatest
                var greatest = columnsOf(globals.get(), D, D);
                cloud = layers.add(cloud, columns(globals.get(), conv, G + D, G));
                cloud = layers.add(cloud, columns(greatest, conv, 2 * G + D, D));
            }
            var hidden = withEach(columns(features, conv, G, D), cloud, options.hidden());
            x =
                    layers.relu(
                            options.layerNorm()
                                    ? layers.layerNorm(hidden, DecoderWeights.HIDDEN_NORM, EPS)
                                    : layers.batchNorm(hidden, DecoderWeights.HIDDEN_NORM, EPS));
        }
        return layers.linear(layers.dropout(x, dropout), DecoderWeights.HEAD);
    }

    /** {@code Σ w · known} over three points, {@code [M, C]}. */
    private Operand<TFloat32> carried(Operand<TFloat32> known, Carried carried, int C) {
        var last = tf.constant(2);
        var three = tf.gatherNd(known, tf.expandDims(carried.points(), last)); // [M, 3, C]
        var weighted = tf.math.mul(three, tf.expandDims(carried.weights(), last));
        return tf.reduceSum(weighted, tf.constant(1), ReduceSum.keepDims(false));
    }

    /** {@code rows · Wᵀ} with the columns of W that belong to these rows; no bias. */
    private Operand<TFloat32> columns(Operand<TFloat32> rows, String conv, int from, int count) {
        int[] shape = layers.shape(conv + ".weight");
        var kernel =
                tf.reshape(
                        layers.parameter(conv + ".weight"),
                        tf.constant(new int[] {shape[0], shape[1]}));
        return tf.linalg.matMul(rows, columnsOf(kernel, from, count), MatMul.transposeB(true));
    }

    private Operand<TFloat32> columnsOf(Operand<TFloat32> rows, int from, int count) {
        return tf.slice(rows, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
    }

    /** {@code [B·S, C]} with each cloud's own row of {@code [B, C]} added to its points. */
    private Operand<TFloat32> withEach(Operand<TFloat32> rows, Operand<TFloat32> clouds, int C) {
        var sum = layers.add(perCloud(rows, clouds, C), tf.expandDims(clouds, tf.constant(1)));
        return tf.reshape(sum, tf.constant(new int[] {-1, C}));
    }

    /** {@code [B, S, C]}, with as many clouds as {@code clouds} has rows. */
    private Operand<TFloat32> perCloud(Operand<TFloat32> rows, Operand<TFloat32> clouds, int C) {
        Operand<TInt32> B = tf.shape.size(clouds, tf.constant(0));
        Operand<TInt32> rest = tf.constant(new int[] {-1, C});
        return tf.reshape(rows, tf.concat(List.of(B, rest), tf.constant(0)));
    }
}
