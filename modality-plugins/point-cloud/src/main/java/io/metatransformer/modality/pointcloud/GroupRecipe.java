package io.metatransformer.modality.pointcloud;

import io.metatransformer.graph.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * The graph of {@link GroupLayers}. Rows are points of groups, {@code [M · k, C]}.
 *
 * <p>Two ways of writing it save time and change no value but by rounding: batch norm goes into the weights before it,
 * and of the convolution after the concatenation the part that reads the pooled vector runs once per group.
 */
final class GroupRecipe {
    private static final float EPS = 1e-5f;

    private final Layers layers;
    private final Ops tf;
    private final GroupLayers shape;
    private final int k;

    /** @param k points of a group */
    GroupRecipe(Layers layers, GroupLayers shape, int k) {
        this.layers = layers;
        this.tf = layers.tf();
        this.shape = shape;
        this.k = k;
    }

    /** {@code [M · k, in]} to {@code [M, out]}. */
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
        return shape.mean() ? tf.math.mean(groups, tf.constant(1)) : tf.max(groups, tf.constant(1));
    }
}
