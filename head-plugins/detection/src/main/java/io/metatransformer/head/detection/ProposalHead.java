package io.metatransformer.head.detection;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.types.TFloat32;

/**
 * Of every anchor, whether an object is there and which box it has (Ren et al., arXiv 1506.01497): the same layers on
 * every level.
 *
 * @param logits {@code [B, rows · cols · A]}, anchors in the order of {@link Anchors#grid}
 * @param deltas {@code [B, rows · cols · A, 4]}
 */
record ProposalHead(Operand<TFloat32> logits, Operand<TFloat32> deltas) {
    private static final String CONV = "rpn_head.rpn_conv";
    private static final String LOGITS = "rpn_head.rpn_cls";
    private static final String DELTAS = "rpn_head.rpn_reg";

    static List<WeightSpec> specs(int channels) {
        int A = Anchors.USUAL.count();
        List<WeightSpec> specs = new ArrayList<>();
        specs.addAll(Drawn.conv(CONV, channels, channels, 3));
        specs.addAll(Drawn.conv(LOGITS, Drawn.small(0.01), channels, A, 1));
        specs.addAll(Drawn.conv(DELTAS, Drawn.small(0.01), channels, 4 * A, 1));
        return specs;
    }

    /**
     * @param map {@code [B, rows, cols, C]}
     */
    static ProposalHead of(Layers layers, Operand<TFloat32> map) {
        Maps maps = new Maps(layers);
        var tf = layers.tf();
        var hidden = layers.relu(maps.conv(map, CONV, 1, 1));
        var batch = tf.stridedSlice(tf.shape(map), Indices.at(0));
        var rest = tf.constant(-1);
        return new ProposalHead(
                tf.reshape(maps.conv(hidden, LOGITS, 1, 0), tf.stack(List.of(batch, rest))),
                tf.reshape(
                        maps.conv(hidden, DELTAS, 1, 0),
                        tf.stack(List.of(batch, rest, tf.constant(4)))));
    }
}
