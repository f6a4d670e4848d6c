package io.metatransformer.graph;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.random.StatelessRandomUniform;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What layers do in training alone: dropout, and batch norms by the statistics of the batch. */
final class Learning {
    /** As PyTorch's batch norm: running = 0.9 · running + 0.1 · batch. */
    private static final float MOMENTUM = 0.1f;

    /** What the names of statistics that are no weights have in common. */
    static final String RUNNING = ".running_";

    private final Ops tf;
    private final Placeholder<TInt32> seed;
    private final List<Op> updates = new ArrayList<>();
    private int dropouts;

    Learning(Ops tf) {
        this.tf = tf;
        this.seed =
                tf.withName("dropout_seed")
                        .placeholder(TInt32.class, Placeholder.shape(Floats.shape(2)));
    }

    /** Two whole numbers that decide every random draw of a step. */
    Placeholder<TInt32> seed() {
        return seed;
    }

    /** What must run beside a step. */
    List<Op> updates() {
        return updates;
    }

    Operand<TFloat32> dropout(Operand<TFloat32> x, float rate) {
        // Each layer draws by a seed of its own, else all would drop the same places.
        Operand<TInt32> own =
                tf.math.add(seed, tf.constant(new int[] {0, ++dropouts * 0x9e3779b9}));
        Operand<TFloat32> draw =
                StatelessRandomUniform.create(tf.scope(), tf.shape(x), own, TFloat32.class);
        Operand<TFloat32> kept =
                tf.dtypes.cast(tf.math.greaterEqual(draw, tf.constant(rate)), TFloat32.class);
        return tf.math.mul(tf.math.mul(x, kept), tf.constant(1 / (1 - rate)));
    }

    /** {@code (x - mean) / √(variance + eps)} per column of {@code [M, C]}, and the running statistics moved. */
    Operand<TFloat32> normalised(
            Layers layers,
            Operand<TFloat32> rows,
            Variable<TFloat32> runningMean,
            Variable<TFloat32> runningVariance,
            float eps) {
        var overRows = tf.constant(0);
        var mean = tf.math.mean(rows, overRows);
        var centred = tf.math.sub(rows, mean);
        var variance = tf.math.mean(tf.math.square(centred), overRows);
        var M = tf.dtypes.cast(tf.stridedSlice(tf.shape(rows), Indices.at(0)), TFloat32.class);
        var unbiased =
                tf.math.mul(
                        variance,
                        tf.math.div(
                                M,
                                tf.math.maximum(tf.math.sub(M, tf.constant(1f)), tf.constant(1f))));
        updates.add(moved(runningMean, mean));
        updates.add(moved(runningVariance, unbiased));
        return tf.math.div(centred, tf.math.sqrt(layers.add(variance, tf.constant(eps))));
    }

    private Op moved(Variable<TFloat32> running, Operand<TFloat32> now) {
        return tf.assignSub(running, tf.math.mul(tf.math.sub(running, now), tf.constant(MOMENTUM)));
    }
}
