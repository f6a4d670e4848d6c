package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.tabular.Schema.Continuous;
import io.metatransformer.tables.DoubleList;
import io.metatransformer.tables.NumberField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What training rows say of one column. Serves one thread. */
final class ColumnStatistics {
    private static final int MAX_ROWS = 5_000_000;

    private final String input;
    private final String name;
    private final Set<String> words = new LinkedHashSet<>();
    private final DoubleList numbers;
    private boolean numeric = true;
    private String firstWord = "";
    private int missing;
    private int wordsBeforeMissing;

    ColumnStatistics(String input, String name) {
        this.input = input;
        this.name = name;
        this.numbers = new DoubleList(input, MAX_ROWS);
    }

    void add(String field, boolean absent, NumberField format) {
        if (absent) {
            if (missing++ == 0) {
                wordsBeforeMissing = words.size();
            }
            return;
        }
        words.add(field);
        if (numeric && format.isNumber(field)) {
            numbers.add(format.parse(field, () -> input + ": column " + Quoted.of(name) + " "));
        } else if (numeric) {
            numeric = false;
            firstWord = field;
        }
    }

    String name() {
        return name;
    }

    boolean lacksSome() {
        return missing > 0;
    }

    /** Whether every value is a number. */
    boolean isNumeric() {
        return numeric && numbers.size() > 0;
    }

    int distinct() {
        return words.size();
    }

    /**
     * In order of first appearance.
     *
     * @param withMissing whether no value is a word, the empty one
     */
    List<String> words(boolean withMissing) {
        List<String> all = new ArrayList<>(words);
        if (withMissing) {
            all.add(wordsBeforeMissing, "");
        }
        return all;
    }

    /** No value is filled with the mean of the others; a constant column is only moved. */
    Continuous continuous() {
        if (!isNumeric()) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    input
                            + ": column "
                            + Quoted.of(name)
                            + " takes numbers, got "
                            + (numeric ? "none" : Quoted.of(firstWord)));
        }
        double[] values = numbers.toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double scale = Math.sqrt(squares / (values.length + missing));
        return new Continuous(name, mean, mean, scale > 0 ? scale : 1);
    }
}
