package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * Turns groups into one vector each, by the convolutions of {@link GroupLayers}: the small PointNet of Point-BERT
 * (arXiv 2111.14819). Safe to share between threads; holds native memory until it is closed.
 *
 * <p>Two ways of writing it save time and change no value but by rounding: batch norm goes into the weights before it,
 * and of the convolution after the concatenation the part that reads the pooled vector runs once per group.
 */
final class GroupNetwork implements AutoCloseable {
    private static final float EPS = 1e-5f;

    /** Rows of one run; more at once would only take more memory. */
    private static final int ROWS = 1 << 14;

    /** Rows of one run where every row must be seen at once. */
    private static final int MOST_ROWS = 1 << 18;

    private final String name;
    private final GroupLayers shape;
    private final int k;
    private final GroupFeatures features;
    private final Network network;

    /**
     * @param name of the model's part, for messages
     * @param k points of a group
     */
    GroupNetwork(String name, Weights weights, GroupLayers shape, int k, GroupFeatures features) {
        this.name = name;
        this.shape = shape;
        this.k = k;
        this.features = features;
        this.network =
                Network.build(
                        name,
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "vectors",
                                        new Recipe(layers)
                                                .vectors(wiring.input("rows", -1, shape.in()))));
    }

    /** {@code [M, out]}: one vector per group. */
    float[] run(Level cloud, Groups groups) {
        int M = groups.centres().length;
        int step = Math.max(1, ROWS / k);
        if (shape.norm().equals("in")) {
            // Its statistics are those of the whole cloud.
            if ((long) M * k > MOST_ROWS) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name
                                + ": instance normalisation reads up to "
                                + MOST_ROWS
                                + " points of groups at once, got "
                                + (long) M * k);
            }
            step = M;
        }
        float[] vectors = new float[Math.multiplyExact(M, shape.out())];
        for (int from = 0; from < M; from += step) {
            int to = Math.min(M, from + step);
            float[] rows = features.rows(cloud, groups, from, to);
            Tensor some = network.run(Tensor.of(rows, (to - from) * k, shape.in()));
            some.data().get(vectors, from * shape.out(), some.elements());
        }
        return vectors;
    }

    @Override
    public void close() {
        network.close();
    }

    /** The graph. Rows are points of groups, {@code [M · k, C]}. */
    private final class Recipe {
        private final Layers layers;
        private final Ops tf;

        Recipe(Layers layers) {
            this.layers = layers;
            this.tf = layers.tf();
        }

        Operand<TFloat32> vectors(Operand<TFloat32> groups) {
            Operand<TFloat32> f = active(groups, shape.first(), 0);
            f = layers.linear(f, GroupLayers.convolution(shape.first(), 1));
            f = concatenated(f);
            String last = GroupLayers.convolution(shape.second(), 1);
            f = shape.normedOutput() ? active(f, shape.second(), 1) : layers.linear(f, last);
            return pooled(f, shape.out());
        }

        /** Convolution, norm, ReLU. */
        private Operand<TFloat32> active(Operand<TFloat32> rows, String pair, int index) {
            Operand<TFloat32> kernel = kernel(GroupLayers.convolution(pair, index));
            String norm = GroupLayers.norm(pair, index);
            if (shape.norm().equals("bn")) {
                Folded folded = folded(kernel, norm);
                return layers.relu(tf.nn.biasAdd(product(rows, folded.kernel), folded.bias));
            }
            return layers.relu(normed(product(rows, kernel), norm));
        }

        /** The first convolution of the second pair on {@code concat(pool f, f)}, norm, ReLU. */
        private Operand<TFloat32> concatenated(Operand<TFloat32> f) {
            String norm = GroupLayers.norm(shape.second(), 0);
            Operand<TFloat32> kernel = kernel(GroupLayers.convolution(shape.second(), 0));
            if (shape.norm().equals("bn")) {
                Folded folded = folded(kernel, norm);
                Operand<TFloat32> once = tf.nn.biasAdd(pooledPart(f, folded.kernel), folded.bias);
                return layers.relu(sum(once, ownPart(f, folded.kernel)));
            }
            return layers.relu(normed(sum(pooledPart(f, kernel), ownPart(f, kernel)), norm));
        }

        private Operand<TFloat32> pooledPart(Operand<TFloat32> f, Operand<TFloat32> kernel) {
            int C = shape.widths()[2];
            return product(pooled(f, C), columns(kernel, 0, C));
        }

        private Operand<TFloat32> ownPart(Operand<TFloat32> f, Operand<TFloat32> kernel) {
            int C = shape.widths()[2];
            return product(f, columns(kernel, C, C));
        }

        /** What is one per group, added to each of its points. */
        private Operand<TFloat32> sum(Operand<TFloat32> perGroup, Operand<TFloat32> perPoint) {
            int out = shape.widths()[3];
            return tf.reshape(
                    layers.add(inGroups(perPoint, out), tf.expandDims(perGroup, tf.constant(1))),
                    tf.constant(new int[] {-1, out}));
        }

        private Operand<TFloat32> kernel(String name) {
            int[] size = layers.shape(name + ".weight");
            return tf.reshape(
                    layers.parameter(name + ".weight"), tf.constant(new int[] {size[0], size[1]}));
        }

        private Operand<TFloat32> columns(Operand<TFloat32> kernel, int from, int count) {
            return tf.slice(
                    kernel, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, count}));
        }

        private Operand<TFloat32> product(Operand<TFloat32> rows, Operand<TFloat32> kernel) {
            return tf.linalg.matMul(rows, kernel, MatMul.transposeB(true));
        }

        /** A convolution that does the work of the batch norm after it. */
        private record Folded(Operand<TFloat32> kernel, Operand<TFloat32> bias) {}

        private Folded folded(Operand<TFloat32> kernel, String norm) {
            Operand<TFloat32> variance = layers.parameter(norm + ".running_var");
            Operand<TFloat32> scale =
                    tf.math.div(
                            layers.parameter(norm + ".weight"),
                            tf.math.sqrt(layers.add(variance, tf.constant(EPS))));
            Operand<TFloat32> bias =
                    tf.math.sub(
                            layers.parameter(norm + ".bias"),
                            tf.math.mul(layers.parameter(norm + ".running_mean"), scale));
            return new Folded(tf.math.mul(kernel, tf.expandDims(scale, tf.constant(1))), bias);
        }

        private Operand<TFloat32> normed(Operand<TFloat32> rows, String norm) {
            if (shape.norm().equals("ln2d")) {
                return layers.layerNorm(rows, norm, EPS);
            }
            Operand<TFloat32> mean = tf.math.mean(rows, tf.constant(0));
            Operand<TFloat32> centred = tf.math.sub(rows, mean);
            Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), tf.constant(0));
            return tf.math.div(centred, tf.math.sqrt(layers.add(variance, tf.constant(EPS))));
        }

        private Operand<TFloat32> inGroups(Operand<TFloat32> rows, int width) {
            return tf.reshape(rows, tf.constant(new int[] {-1, k, width}));
        }

        private Operand<TFloat32> pooled(Operand<TFloat32> rows, int width) {
            Operand<TFloat32> groups = inGroups(rows, width);
            return shape.mean()
                    ? tf.math.mean(groups, tf.constant(1))
                    : tf.max(groups, tf.constant(1));
        }
    }
}
