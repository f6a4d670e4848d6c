package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.tabular.Schema.Categorical;
import io.metatransformer.modality.tabular.Schema.Continuous;
import io.metatransformer.modality.tabular.Schema.Vocabulary;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Learns a schema from training rows. A column is categorical if it holds words, or numbers of fewer than 200
 * different values, unless options say otherwise: the rule of the reference.
 */
final class SchemaFit {
    /** A column with fewer distinct numbers than this is one of categories. */
    private static final int FEW = 200;

    private static final List<String> MISSING = List.of("", "?", "NA", "NaN", "null");

    private final Options options;
    private final Set<String> missing;

    private SchemaFit(Options options) {
        this.options = options;
        this.missing = Set.copyOf(options.texts("learn_missing"));
    }

    static List<Option> options() {
        return List.of(
                Option.texts(
                        "learn_categorical",
                        List.of(),
                        "When a schema is learned: columns that are categorical whatever they hold; their"
                                + " tokens come first, in this order."),
                Option.texts(
                        "learn_continuous",
                        List.of(),
                        "When a schema is learned: columns that are continuous."),
                Option.texts(
                        "learn_ignored", List.of(), "When a schema is learned: columns left out."),
                Option.choice(
                        "learn_order",
                        "appearance",
                        List.of("appearance", "sorted"),
                        "When a schema is learned: order of the words of a column."),
                Option.choice(
                        "learn_ids",
                        "offset",
                        List.of("offset", "per_column"),
                        "When a schema is learned: ids run on from column to column, or start anew as"
                                + " in the reference's scripts."),
                Option.flag(
                        "learn_missing_as_word",
                        false,
                        "When a schema is learned: no value is a word of its own in a column that"
                                + " lacks some."),
                Option.texts(
                        "learn_missing",
                        MISSING,
                        "When a schema is learned: fields that stand for no value."));
    }

    /** The markers that {@link #learn} knows, for opening its table. */
    static Set<String> missing(Options options) {
        return Set.copyOf(options.texts("learn_missing"));
    }

    /**
     * @param name of the input, for messages
     * @param table before its first row
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} if there are no rows, {@link
     *     ErrorCode#SCHEMA_MISMATCH} for columns that options name and the table lacks, or words in a
     *     continuous column
     */
    static Schema learn(String name, TableRows table, Options options) {
        return new SchemaFit(options).learn(name, table);
    }

    private Schema learn(String name, TableRows table) {
        if (!table.next()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the table has no rows");
        }
        List<String> names = table.names();
        requireNamed(name, names);
        List<ColumnStatistics> columns = new ArrayList<>();
        names.forEach(column -> columns.add(new ColumnStatistics(name, column)));
        do {
            for (int i = 0; i < columns.size(); i++) {
                String field = table.field(i);
                boolean absent = table.isNull(i) || missing.contains(field);
                columns.get(i).add(field, absent, table.numbers());
            }
        } while (table.next());
        List<Categorical> categorical = new ArrayList<>();
        List<Continuous> continuous = new ArrayList<>();
        Set<String> ignored = new HashSet<>(options.texts("learn_ignored"));
        for (ColumnStatistics column : inOrder(columns)) {
            if (ignored.contains(column.name())) {
                continue;
            }
            if (isCategorical(column)) {
                categorical.add(categorical(column));
            } else {
                continuous.add(column.continuous());
            }
        }
        return new Schema(
                options.text("learn_ids").equals("offset"),
                categorical,
                continuous,
                missing,
                options.texts("learn_ignored"));
    }

    private void requireNamed(String name, List<String> columns) {
        for (String option : List.of("learn_categorical", "learn_continuous", "learn_ignored")) {
            for (String column : options.texts(option)) {
                if (columns.indexOf(column) < 0
                        || columns.indexOf(column) != columns.lastIndexOf(column)) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH,
                            name
                                    + ": option '"
                                    + option
                                    + "' names column "
                                    + Quoted.of(column)
                                    + ", which is not there once");
                }
            }
        }
    }

    /** Columns that options name, in the order of the options; the others follow in that of the table. */
    private List<ColumnStatistics> inOrder(List<ColumnStatistics> columns) {
        List<String> named = new ArrayList<>(options.texts("learn_categorical"));
        named.addAll(options.texts("learn_continuous"));
        List<ColumnStatistics> ordered = new ArrayList<>(columns);
        ordered.sort(
                Comparator.comparingInt(
                        column -> {
                            int place = named.indexOf(column.name());
                            return place < 0 ? named.size() : place;
                        }));
        return ordered;
    }

    private boolean isCategorical(ColumnStatistics column) {
        if (options.texts("learn_continuous").contains(column.name())) {
            return false;
        }
        return options.texts("learn_categorical").contains(column.name())
                || !column.isNumeric()
                || column.distinct() < FEW;
    }

    private Categorical categorical(ColumnStatistics column) {
        boolean missingIsWord = options.flag("learn_missing_as_word") && column.lacksSome();
        List<String> words = new ArrayList<>(column.words(missingIsWord));
        if (options.text("learn_order").equals("sorted")) {
            words.sort(null);
        }
        return new Categorical(column.name(), Vocabulary.of(column.name(), words), missingIsWord);
    }
}
