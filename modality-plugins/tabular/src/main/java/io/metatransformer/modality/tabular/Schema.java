package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model knows of a table. Tokens are in the order of the categorical columns, then of the continuous ones.
 * Immutable.
 *
 * @param offset whether ids run on from column to column; otherwise each column starts at 1, and all share one
 *     table all the same, as the scripts of the reference have it
 * @param missing fields that stand for no value, compared exactly
 * @param ignored columns that are known and not read
 */
record Schema(
        boolean offset,
        List<Categorical> categorical,
        List<Continuous> continuous,
        Set<String> missing,
        List<String> ignored) {

    /**
     * A column of words. Id 0 stands for a word that is not in the vocabulary, and for no value.
     *
     * @param missingIsWord whether no value is a word of its own, the empty one
     */
    record Categorical(String name, Vocabulary vocabulary, boolean missingIsWord) {}

    /**
     * A column of numbers: {@code (value - mean) / scale}.
     *
     * @param fill takes the place of no value
     * @param scale above 0
     */
    record Continuous(String name, double fill, double mean, double scale) {
        Continuous {
            if (!Double.isFinite(fill)
                    || !Double.isFinite(mean)
                    || !Double.isFinite(scale)
                    || scale <= 0) {
                throw malformed(
                        "column "
                                + Quoted.of(name)
                                + " needs a finite fill and mean, and a scale above 0");
            }
        }
    }

    /** Distinct words, in order; numbers count from 1. */
    record Vocabulary(List<String> words, Map<String, Integer> numbers) {

        /**
         * @param column for messages
         */
        static Vocabulary of(String column, List<String> words) {
            Map<String, Integer> numbers = new HashMap<>();
            for (String word : words) {
                if (numbers.put(word, numbers.size() + 1) != null) {
                    throw malformed(
                            "column " + Quoted.of(column) + " has " + Quoted.of(word) + " twice");
                }
            }
            return new Vocabulary(List.copyOf(words), Map.copyOf(numbers));
        }

        int size() {
            return words.size();
        }

        /** From 1 on; 0 for another word. */
        int number(String word) {
            return numbers.getOrDefault(word, 0);
        }
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for no columns, or two of one name
     */
    Schema {
        categorical = List.copyOf(categorical);
        continuous = List.copyOf(continuous);
        missing = Set.copyOf(missing);
        ignored = List.copyOf(ignored);
        Set<String> names = new HashSet<>();
        categorical.forEach(column -> addOnce(names, column.name()));
        continuous.forEach(column -> addOnce(names, column.name()));
        if (names.isEmpty()) {
            throw malformed("there are no columns");
        }
    }

    private static void addOnce(Set<String> names, String name) {
        if (!names.add(name)) {
            throw malformed("column " + Quoted.of(name) + " is there twice");
        }
    }

    /** Words of all columns together. */
    int words() {
        return categorical.stream().mapToInt(column -> column.vocabulary().size()).sum();
    }

    static MetaTransformerException malformed(String what) {
        return new MetaTransformerException(ErrorCode.MALFORMED, "schema: " + what);
    }
}
