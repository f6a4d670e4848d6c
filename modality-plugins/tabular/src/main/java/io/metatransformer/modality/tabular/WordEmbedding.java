package io.metatransformer.modality.tabular;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.modality.tabular.Schema.Categorical;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words to vectors: the class token's if there is one, then one of each categorical column. Immutable. */
final class WordEmbedding {
    /** For words that are unknown or not there; it is the padding row, which stays zero in training. */
    static final int NO_ROW = -1;

    private final TabularOptions options;
    private final int width;
    private final List<Table> tables = new ArrayList<>();
    private final Optional<Tensor> bias;

    /**
     * The rows of one column.
     *
     * @param rows {@code [n, D]}
     * @param first row of the column's first word
     */
    private record Table(Tensor rows, int first, Optional<Tensor> shared) {}

    WordEmbedding(TabularOptions options, Weights weights, int width) {
        this.options = options;
        this.width = width;
        this.bias = weights.find(TabularWeights.WORD_BIAS);
        if (options.shared()) {
            ofTheirOwn(weights);
        } else if (count() > 0) {
            ofOneTable(weights.get(TabularWeights.WORDS));
        }
    }

    private void ofTheirOwn(Weights weights) {
        if (options.classToken()) {
            tables.add(
                    new Table(
                            weights.get(TabularWeights.classWords()),
                            0,
                            weights.find(TabularWeights.classSharedPart())));
        }
        for (Categorical column : options.schema().categorical()) {
            tables.add(
                    new Table(
                            weights.get(TabularWeights.words(column.name())),
                            1,
                            weights.find(TabularWeights.sharedPart(column.name()))));
        }
    }

    private void ofOneTable(Tensor rows) {
        int next = 1;
        if (options.classToken()) {
            tables.add(new Table(rows, next, Optional.empty()));
            next += options.schema().offset() ? 1 : 0;
        }
        for (Categorical column : options.schema().categorical()) {
            tables.add(new Table(rows, next, Optional.empty()));
            next += options.schema().offset() ? column.vocabulary().size() : 0;
        }
    }

    /** Tokens that {@link #write} gives. */
    int count() {
        return options.specialTokens() + options.schema().categorical().size();
    }

    /** The row of each token in its column's table, or {@link #NO_ROW}. */
    int[] rows(int[] words) {
        int special = options.specialTokens();
        int[] rows = new int[count()];
        for (int column = 0; column < rows.length; column++) {
            int number = column < special ? 1 : words[column - special];
            rows[column] = number == 0 ? NO_ROW : tables.get(column).first() + number - 1;
        }
        return rows;
    }

    /** Writes {@code [count, D]} to the start of {@code tokens}. */
    void write(int[] words, float[] tokens) {
        int[] rows = rows(words);
        for (int column = 0; column < count(); column++) {
            write(tables.get(column), rows[column], tokens, column * width);
            if (bias.isPresent()) {
                add(bias.get(), column * width, tokens, column * width, width);
            }
        }
    }

    private void write(Table table, int row, float[] tokens, int at) {
        if (row != NO_ROW) {
            FloatBuffer rows = table.rows().data();
            rows.position(row * width).get(tokens, at, width);
        }
        if (table.shared().isPresent()) {
            Tensor shared = table.shared().get();
            if (options.sharedAdded()) {
                add(shared, 0, tokens, at, width);
            } else {
                shared.data().get(tokens, at, shared.elements());
            }
        }
    }

    private static void add(Tensor from, int start, float[] to, int at, int count) {
        FloatBuffer values = from.data().position(start);
        for (int d = 0; d < count; d++) {
            to[at + d] += values.get();
        }
    }
}
