package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Sequences;
import io.metatransformer.graph.TokenLayers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Embedding and text encoder of many texts in one run, to be trained. Shorter texts are filled up at their end:
 * no token sees a later one, so that nothing depends on it.
 */
final class TextLayers implements TokenLayers {
    private static final String IDS = "ids";
    private static final String END = "end";
    private static final String ROWS = "row_of_token";

    private final TextReader reader;
    private final String mode;
    private final int width;
    private final int embedded;
    private final Optional<TowerShape> tower;

    TextLayers(ModelPart part, Options options, TextReader reader) {
        this.reader = reader;
        this.mode = options.text(TextOptions.MODE);
        this.width = part.width();
        this.embedded = part.weights().shape(TextWeights.TOKENS)[1];
        this.tower =
                TextOptions.isLearned(options)
                        ? Optional.empty()
                        : Optional.of(TowerShape.from(options, width));
        if (mode.equals(TextOptions.CONTEXTUAL) && embedded > width) {
            throw TowerShape.tooWide("a token of the text encoder", embedded, width);
        }
    }

    /**
     * @throws MetaTransformerException also with {@link ErrorCode#UNSUPPORTED} for a request of another mode:
     *     other layers would learn
     */
    @Override
    public PreparedInput prepare(Input input) {
        Options chosen = reader.chosen(input);
        if (!chosen.text(TextOptions.MODE).equals(mode)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    reader.name()
                            + " learns in the mode '"
                            + mode
                            + "' of the model, not in that of a request");
        }
        TextIds text = reader.ids(input, chosen);
        float[] end = {text.firstEnd(reader.vocabulary())};
        return new PreparedInput(
                reader.segment(input.name(), text, mode),
                Map.of(IDS, TextReader.tensor(text), END, Tensor.of(end, 1)));
    }

    @Override
    public Map<String, Tensor> joined(List<PreparedInput> batch) {
        int B = batch.size();
        int T = batch.stream().mapToInt(each -> each.values().get(IDS).elements()).max().orElse(1);
        float[] ids = new float[B * T];
        float[] rows = new float[batch.stream().mapToInt(PreparedInput::length).sum()];
        int at = 0;
        for (int b = 0; b < B; b++) {
            Tensor own = batch.get(b).values().get(IDS);
            own.data().get(ids, b * T, own.elements());
            if (mode.equals(TextOptions.POOLED)) {
                rows[at++] = b * T + batch.get(b).values().get(END).data().get(0);
            } else {
                for (int t = 0; t < own.elements(); t++) {
                    rows[at++] = b * T + t;
                }
            }
        }
        return Map.of(IDS, Tensor.of(ids, B, T), ROWS, Tensor.of(rows, rows.length));
    }

    @Override
    public String called(String tensor) {
        return TextWeights.ofLayers(tensor);
    }

    @Override
    public void build(Layers layers, Entry entry) {
        Ops tf = layers.tf();
        var zero = tf.constant(0);
        var ids = entry.integers(IDS, -1, -1);
        Operand<TFloat32> tokens = tf.gather(layers.parameter(TextWeights.TOKENS), ids, zero);
        var T = tf.gather(tf.shape(ids), tf.constant(1), zero);
        var places =
                tf.gather(
                        layers.parameter(TextWeights.PLACES),
                        tf.range(zero, T, tf.constant(1)),
                        zero);
        tokens = layers.add(tokens, places);
        Operand<TFloat32> rows = tf.reshape(tokens, tf.constant(new int[] {-1, embedded}));
        if (tower.isPresent()) {
            Sequences sequences = Sequences.causal(layers, tokens);
            for (int layer = 0; layer < tower.get().layers(); layer++) {
                String name = TextWeights.BLOCKS + layer;
                rows = layers.block(rows, sequences, name, tower.get().block());
            }
        }
        Operand<TFloat32> chosen = tf.gather(rows, entry.integers(ROWS, -1), zero);
        if (tower.isPresent()) {
            float eps = tower.get().block().eps();
            chosen = layers.layerNorm(chosen, TextWeights.FINAL_NORM, eps);
        }
        int W = embedded;
        if (mode.equals(TextOptions.POOLED)) {
            chosen = layers.product(chosen, layers.parameter(TextWeights.PROJECTION), false);
            W = tower.orElseThrow().output();
        }
        if (W < width) {
            int[][] beside = {{0, 0}, {0, width - W}};
            chosen = tf.pad(chosen, tf.constant(beside), tf.constant(0f));
        }
        entry.output(TOKENS, chosen);
    }
}
