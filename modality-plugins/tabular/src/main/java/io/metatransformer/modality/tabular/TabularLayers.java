package io.metatransformer.modality.tabular;

import io.metatransformer.api.Input;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.TokenLayers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The embeddings of many rows in one run, to be trained: {@link WordEmbedding} and {@link NumberEmbedding}. The norm
 * of the numbers stays as it is: what its scale and shift could learn, the map right after it learns too.
 */
final class TabularLayers implements TokenLayers {
    private static final String WORDS = "words";
    private static final String NUMBERS = "numbers";

    private final TabularOptions layout;
    private final TabularReader reader;
    private final WordEmbedding words;
    private final NumberEmbedding numbers;
    private final int width;

    TabularLayers(ModelPart part, Options options, TabularOptions layout) {
        this.layout = layout;
        this.reader = new TabularReader(options, layout);
        this.words = new WordEmbedding(layout, part.weights(), part.width());
        this.numbers = new NumberEmbedding(layout, part.weights(), part.width());
        this.width = part.width();
    }

    /** Whether a tensor is one that learns. */
    static boolean learns(String tensor) {
        return !tensor.startsWith(TabularWeights.NORM);
    }

    @Override
    public PreparedInput prepare(Input input) {
        TabularReader.Row row = reader.read(input);
        float[] continuous = numbers.normalised(row.encoded().numbers());
        Map<String, Tensor> values = new HashMap<>();
        if (words.count() > 0) {
            int[] rows = words.rows(row.encoded().words());
            float[] places = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                places[i] = rows[i];
            }
            values.put(WORDS, Tensor.of(places, places.length));
        }
        if (layout.continuous() && continuous.length > 0) {
            values.put(NUMBERS, Tensor.of(continuous, continuous.length));
        }
        return new PreparedInput(reader.segment(input.name(), row, continuous), values);
    }

    @Override
    public Map<String, Tensor> joined(List<PreparedInput> batch) {
        Map<String, Tensor> inputs = new HashMap<>();
        int B = batch.size();
        int W = words.count();
        for (int column = 0; column < (layout.shared() ? W : Math.min(W, 1)); column++) {
            int count = layout.shared() ? 1 : W;
            float[] rows = new float[B * count];
            float[] known = new float[B * count];
            for (int b = 0; b < B; b++) {
                Tensor own = batch.get(b).values().get(WORDS);
                for (int i = 0; i < count; i++) {
                    float row = own.data().get(column + i);
                    rows[b * count + i] = Math.max(0, row);
                    known[b * count + i] = row == WordEmbedding.NO_ROW ? 0 : 1;
                }
            }
            inputs.put(rowsOf(column), Tensor.of(rows, rows.length));
            inputs.put(knownOf(column), Tensor.of(known, known.length, 1));
        }
        if (batch.get(0).values().containsKey(NUMBERS)) {
            int C = layout.schema().continuous().size();
            float[] all = new float[B * C];
            for (int b = 0; b < B; b++) {
                batch.get(b).values().get(NUMBERS).data().get(all, b * C, C);
            }
            inputs.put(NUMBERS, Tensor.of(all, B, C));
        }
        return inputs;
    }

    private static String rowsOf(int column) {
        return "row_of_word_" + column;
    }

    private static String knownOf(int column) {
        return "known_word_" + column;
    }

    @Override
    public void build(Layers layers, Entry entry) {
        Ops tf = layers.tf();
        List<Operand<TFloat32>> parts = new ArrayList<>();
        if (words.count() > 0) {
            parts.add(words(layers, entry));
        }
        if (layout.continuous() && !layout.schema().continuous().isEmpty()) {
            parts.add(numbers(layers, entry));
        }
        Operand<TFloat32> all = parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1));
        Operand<TFloat32> rows = tf.reshape(all, tf.constant(new int[] {-1, width}));
        entry.output(
                TOKENS,
                layout.activation()
                        .map(word -> Activations.apply(layers, rows, word))
                        .orElse(rows));
    }

    /** {@code [B, W, D]}. */
    private Operand<TFloat32> words(Layers layers, Entry entry) {
        Ops tf = layers.tf();
        Operand<TFloat32> all;
        if (layout.shared()) {
            List<Operand<TFloat32>> columns = new ArrayList<>();
            for (int column = 0; column < words.count(); column++) {
                columns.add(column(layers, entry, column));
            }
            all = tf.concat(columns, tf.constant(1));
        } else {
            Operand<TFloat32> found = found(layers, entry, 0, TabularWeights.WORDS);
            all = tf.reshape(found, tf.constant(new int[] {-1, words.count(), width}));
        }
        return layout.bias() ? layers.add(all, layers.parameter(TabularWeights.WORD_BIAS)) : all;
    }

    /** Rows of a table, zero where there is no word. */
    private static Operand<TFloat32> found(Layers layers, Entry entry, int column, String table) {
        Ops tf = layers.tf();
        Operand<TFloat32> rows =
                tf.gather(
                        layers.parameter(table),
                        entry.integers(rowsOf(column), -1),
                        tf.constant(0));
        return tf.math.mul(rows, entry.input(knownOf(column), -1, 1));
    }

    /** {@code [B, 1, D]}, with what all words of the column share. */
    private Operand<TFloat32> column(Layers layers, Entry entry, int column) {
        Ops tf = layers.tf();
        boolean special = column < layout.specialTokens();
        String name =
                special
                        ? ""
                        : layout.schema().categorical().get(column - layout.specialTokens()).name();
        Operand<TFloat32> rows =
                found(
                        layers,
                        entry,
                        column,
                        special ? TabularWeights.classWords() : TabularWeights.words(name));
        String part = special ? TabularWeights.classSharedPart() : TabularWeights.sharedPart(name);
        if (layers.has(part)) {
            Operand<TFloat32> shared = layers.parameter(part);
            if (layout.sharedAdded()) {
                rows = layers.add(rows, shared);
            } else {
                // In place of the first entries: zero there, and the shared part, zero elsewhere.
                int taken = layout.sharedWidth();
                float[] kept = new float[width];
                Arrays.fill(kept, taken, width, 1);
                int[][] beside = {{0, 0}, {0, width - taken}};
                rows =
                        layers.add(
                                tf.math.mul(rows, tf.constant(kept)),
                                tf.pad(shared, tf.constant(beside), tf.constant(0f)));
            }
        }
        return tf.expandDims(rows, tf.constant(1));
    }

    /** {@code [B, C, D]}. */
    private Operand<TFloat32> numbers(Layers layers, Entry entry) {
        Ops tf = layers.tf();
        int C = layout.schema().continuous().size();
        Operand<TFloat32> values = entry.input(NUMBERS, -1, C);
        Operand<TFloat32> stretched =
                tf.math.mul(
                        tf.expandDims(values, tf.constant(2)),
                        layers.parameter(TabularWeights.NUMBERS + ".weight"));
        return layout.continuousBias()
                ? layers.add(stretched, layers.parameter(TabularWeights.NUMBERS + ".bias"))
                : stretched;
    }
}
