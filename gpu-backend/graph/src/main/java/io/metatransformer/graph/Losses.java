package io.metatransformer.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * Losses of a batch as one number. {@code M} counts rows, {@code K} classes; {@code weights [M]} say how much
 * a row counts, and 0 leaves it out. Each is differentiable in its first argument.
 */
public final class Losses {
    private final Layers layers;
    private final Ops tf;

    public Losses(Layers layers) {
        this.layers = layers;
        this.tf = layers.tf();
    }

    /**
     * {@code Σ_m w_m · (-Σ_k t_mk · log softmax(x_m)_k) / Σ_m w_m}.
     *
     * @param logits {@code [M, K]}
     * @param targets {@code [M, K]}, each row a distribution: one-hot, smoothed or mixed
     */
    public Operand<TFloat32> crossEntropy(
            Operand<TFloat32> logits, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        var logs = tf.math.mul(targets, tf.nn.logSoftmax(logits));
        return mean(tf.math.neg(rowSum(logs)), weights);
    }

    /**
     * The mean of {@code -z·log σ(x) - (1-z)·log(1-σ(x))} over the K outputs of a row and over rows.
     *
     * @param targets {@code [M, K]} in [0, 1]
     */
    public Operand<TFloat32> binaryCrossEntropy(
            Operand<TFloat32> logits, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        return mean(rowMean(binary(logits, targets)), weights);
    }

    /**
     * Focal loss with one term of its polynomial raised (Lin et al., arXiv 1708.02002; Leng et al., arXiv
     * 2204.12511): {@code α_t · bce · (1-p_t)² + (1-p_t)³}, mean over everything.
     *
     * @param targets {@code [M, K]}, 0 or 1
     * @param alpha weight of the positive class, 0.25 in the reference
     */
    public Operand<TFloat32> polyFocal(
            Operand<TFloat32> logits,
            Operand<TFloat32> targets,
            Operand<TFloat32> weights,
            float alpha) {
        var one = tf.constant(1f);
        var p = layers.sigmoid(logits);
        // 1 - p_t: p where the target is 0, 1 - p where it is 1
        var miss =
                layers.add(
                        p, tf.math.mul(targets, tf.math.sub(one, tf.math.mul(p, tf.constant(2f)))));
        var balance =
                layers.add(
                        tf.math.mul(targets, tf.constant(2 * alpha - 1)), tf.constant(1 - alpha));
        var squared = tf.math.square(miss);
        var focal = tf.math.mul(tf.math.mul(balance, binary(logits, targets)), squared);
        return mean(rowMean(layers.add(focal, tf.math.mul(squared, miss))), weights);
    }

    /** The mean of squared differences over the values of a row and over rows. */
    public Operand<TFloat32> squared(
            Operand<TFloat32> predictions, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        return mean(rowMean(tf.math.square(tf.math.sub(predictions, targets))), weights);
    }

    /** The mean of absolute differences over the values of a row and over rows. */
    public Operand<TFloat32> absolute(
            Operand<TFloat32> predictions, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        return mean(rowMean(tf.math.abs(tf.math.sub(predictions, targets))), weights);
    }

    /**
     * As {@link #squared} near the target and as {@link #absolute} far off: {@code d²/2β} if {@code |d| < β},
     * else {@code |d| - β/2}.
     */
    public Operand<TFloat32> smoothAbsolute(
            Operand<TFloat32> predictions,
            Operand<TFloat32> targets,
            Operand<TFloat32> weights,
            float beta) {
        var distance = tf.math.abs(tf.math.sub(predictions, targets));
        var near = tf.math.minimum(distance, tf.constant(beta));
        var far = tf.math.sub(distance, near);
        var square = tf.math.mul(tf.math.square(near), tf.constant(0.5f / beta));
        return mean(rowMean(layers.add(square, far)), weights);
    }

    /**
     * {@code 200 · |x - t| / (|x| + |t|)}, in percent: the mean over the values of a row and over rows; 0 where both
     * are 0. As the reference differentiates it, the denominator counts as a constant.
     */
    public Operand<TFloat32> symmetricPercentage(
            Operand<TFloat32> predictions, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        var size = tf.stopGradient(layers.add(tf.math.abs(predictions), tf.math.abs(targets)));
        var share = tf.math.divNoNan(tf.math.abs(tf.math.sub(predictions, targets)), size);
        return mean(rowMean(tf.math.mul(share, tf.constant(200f))), weights);
    }

    /** In a form that neither overflows nor cancels: {@code log(1 + eˣ) - x·z}. */
    private Operand<TFloat32> binary(Operand<TFloat32> logits, Operand<TFloat32> targets) {
        return tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, targets));
    }

    private Operand<TFloat32> rowSum(Operand<TFloat32> x) {
        return tf.reduceSum(x, tf.constant(1), ReduceSum.keepDims(false));
    }

    private Operand<TFloat32> rowMean(Operand<TFloat32> x) {
        return tf.math.mean(x, tf.constant(1));
    }

    private Operand<TFloat32> mean(Operand<TFloat32> rows, Operand<TFloat32> weights) {
        var all = tf.constant(0);
        var sum = tf.reduceSum(tf.math.mul(rows, weights), all);
        return tf.math.div(sum, tf.reduceSum(weights, all));
    }
}
