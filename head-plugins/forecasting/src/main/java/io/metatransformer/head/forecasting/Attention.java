package io.metatransformer.head.forecasting;

import io.metatransformer.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * {@code softmax(q · kᵀ / √K + bias) · v} in H heads, with linear layers before and after it.
 *
 * <p>Tensors under {@code name}: {@code query_projection, key_projection, value_projection, out_projection}, each
 * {@code .weight [D, D]} and {@code .bias [D]}.
 */
final class Attention {
    private final Layers layers;
    private final Ops tf;
    private final String name;
    private final int heads;

    Attention(Layers layers, String name, int heads) {
        this.layers = layers;
        this.tf = layers.tf();
        this.name = name;
        this.heads = heads;
    }

    /**
     * @param queries {@code [B · L, D]}
     * @param memory {@code [B · T, D]}
     * @param batch B
     * @param bias {@code [1, 1, L, T]}, added to the scores
     * @return {@code [B · L, D]}
     */
    Operand<TFloat32> apply(
            Operand<TFloat32> queries,
            Operand<TFloat32> memory,
            Operand<TInt32> batch,
            Optional<Operand<TFloat32>> bias) {
        int D = layers.shape(name + ".query_projection.weight")[0];
        var q = cut(layers.linear(queries, name + ".query_projection"), batch, D);
        var k = cut(layers.linear(memory, name + ".key_projection"), batch, D);
        var v = cut(layers.linear(memory, name + ".value_projection"), batch, D);
        var scores = layers.product(q, k, true);
        if (bias.isPresent()) {
            scores = layers.add(scores, bias.get());
        }
        var scale = tf.constant((float) (1 / Math.sqrt((double) D / heads)));
        var mixed = layers.product(layers.softmax(tf.math.mul(scores, scale)), v, false);
        var places = tf.linalg.transpose(mixed, tf.constant(new int[] {0, 2, 1, 3}));
        var rows = tf.reshape(places, tf.constant(new int[] {-1, D}));
        return layers.linear(rows, name + ".out_projection");
    }

    /** rows {@code [B · L, D]} to {@code [B, H, L, K]}. */
    private Operand<TFloat32> cut(Operand<TFloat32> rows, Operand<TInt32> batch, int D) {
        var shape =
                tf.stack(
                        List.of(
                                batch,
                                tf.constant(-1),
                                tf.constant(heads),
                                tf.constant(D / heads)));
        return tf.linalg.transpose(tf.reshape(rows, shape), tf.constant(new int[] {0, 2, 1, 3}));
    }
}
