package io.metatransformer.head.detection;

import io.metatransformer.graph.Layers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Weighted sums of losses, as one number each. */
final class Sums {
    private final Layers layers;

    Sums(Layers layers) {
        this.layers = layers;
    }

    /** {@code Σ w · (log(1 + eˣ) - x·t)}: binary cross entropy. */
    Operand<TFloat32> binaryCrossEntropy(
            Operand<TFloat32> logits, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        var math = layers.tf().math;
        var each = math.sub(math.softplus(logits), math.mul(logits, targets));
        return all(math.mul(each, weights));
    }

    /** {@code Σ w · |x - t|}. */
    Operand<TFloat32> absolute(
            Operand<TFloat32> x, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        var math = layers.tf().math;
        return all(math.mul(math.abs(math.sub(x, targets)), weights));
    }

    /** {@code Σ w_r · (-Σ_k t_rk · log softmax(x_r)_k)}. */
    Operand<TFloat32> crossEntropy(
            Operand<TFloat32> logits, Operand<TFloat32> targets, Operand<TFloat32> weights) {
        var tf = layers.tf();
        var logs = tf.math.mul(targets, tf.nn.logSoftmax(logits));
        var each = tf.reduceSum(logs, tf.constant(1));
        return tf.math.neg(all(tf.math.mul(each, weights)));
    }

    /** 0, with {@code gradients} as its gradient with respect to {@code x}: what another part of a loss says of x. */
    Operand<TFloat32> known(Operand<TFloat32> x, Operand<TFloat32> gradients) {
        var tf = layers.tf();
        var product = tf.math.mul(x, gradients);
        return all(tf.math.sub(product, tf.stopGradient(product)));
    }

    private Operand<TFloat32> all(Operand<TFloat32> x) {
        var tf = layers.tf();
        return tf.reduceSum(tf.reshape(x, tf.constant(new int[] {-1})), tf.constant(0));
    }
}
