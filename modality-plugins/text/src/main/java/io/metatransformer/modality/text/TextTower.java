package io.metatransformer.modality.text;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Sequences;
import io.metatransformer.graph.Wiring;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * CLIP's text encoder (Radford et al., Learning Transferable Visual Models From Natural Language Supervision,
 * 2021): pre-norm blocks in which a token sees only those before it. So what follows the end of a text changes
 * nothing, and is not computed.
 */
final class TextTower implements AutoCloseable {
    private static final String CONTEXTUAL = "contextual";
    private static final String POOLED = "pooled";

    private final TowerShape shape;
    private final Network network;

    TextTower(String name, Weights weights, TowerShape shape) {
        this.shape = shape;
        Weights named = weights.renamed(tensor -> Optional.of(TextWeights.ofLayers(tensor)));
        this.network = Network.build(name, named, this::build);
    }

    private void build(Layers layers, Wiring wiring) {
        int W = shape.width();
        Entry contextual = wiring.entry(CONTEXTUAL);
        Operand<TFloat32> tokens = contextual.input("tokens", 1, -1, W);
        Sequences sequences = Sequences.causal(layers, tokens);
        var tf = layers.tf();
        Operand<TFloat32> rows = tf.reshape(tokens, tf.constant(new int[] {-1, W}));
        for (int layer = 0; layer < shape.layers(); layer++) {
            rows = layers.block(rows, sequences, TextWeights.BLOCKS + layer, shape.block());
        }
        contextual.output(CONTEXTUAL, norm(layers, rows));

        Entry pooled = wiring.entry(POOLED).sharing(contextual);
        Operand<TInt32> end = pooled.integers("end", 1);
        Operand<TFloat32> last =
                tf.reshape(tf.gather(rows, end, tf.constant(0)), tf.constant(new int[] {1, W}));
        Operand<TFloat32> projection = layers.parameter(TextWeights.PROJECTION);
        pooled.output(POOLED, layers.product(norm(layers, last), projection, false));
    }

    private Operand<TFloat32> norm(Layers layers, Operand<TFloat32> rows) {
        return layers.layerNorm(rows, TextWeights.FINAL_NORM, shape.block().eps());
    }

    TowerShape shape() {
        return shape;
    }

    /** embedded {@code [n, W]} to {@code [n, W]}: every token in the light of those before it. */
    Tensor contextual(Tensor embedded) {
        return network.run(CONTEXTUAL, Map.of("tokens", batch(embedded))).get(CONTEXTUAL);
    }

    /**
     * embedded {@code [n, W]} to {@code [1, E]}.
     *
     * @param end row of the token that sums the text up
     */
    Tensor pooled(Tensor embedded, int end) {
        Tensor row = Tensor.of(new float[] {end}, 1);
        return network.run(POOLED, Map.of("tokens", batch(embedded), "end", row)).get(POOLED);
    }

    private static Tensor batch(Tensor rows) {
        return rows.reshape(1, rows.size(0), rows.size(1));
    }

    @Override
    public void close() {
        network.close();
    }
}
