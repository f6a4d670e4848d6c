package io.metatransformer.modality.tabular;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.tabular.Schema.Categorical;
import io.metatransformer.modality.tabular.Schema.Continuous;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.List;

/** The second stage: one row of a table to ids and scaled numbers, as a schema has it. Serves one thread. */
final class RowEncoder {
    private final Schema schema;
    private final TableRows table;
    private final List<Integer> categorical = new ArrayList<>();
    private final List<Integer> continuous = new ArrayList<>();

    /**
     * @param table standing at a row
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a column of the schema that the
     *     table lacks, or has twice
     */
    RowEncoder(String name, Schema schema, TableRows table) {
        this.schema = schema;
        this.table = table;
        schema.categorical().forEach(c -> categorical.add(find(name, c.name())));
        schema.continuous().forEach(c -> continuous.add(find(name, c.name())));
    }

    private int find(String name, String column) {
        int found = table.names().indexOf(column);
        if (found < 0 || found != table.names().lastIndexOf(column)) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    name
                            + ": column "
                            + Quoted.of(column)
                            + (found < 0 ? " is missing" : " is there twice"));
        }
        return found;
    }

    /**
     * The table's current row.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for words where numbers belong,
     *     {@link ErrorCode#NON_FINITE} for infinity
     */
    EncodedRow encode() {
        int[] words = new int[categorical.size()];
        int unseen = 0;
        for (int i = 0; i < words.length; i++) {
            Categorical column = schema.categorical().get(i);
            boolean missing = isMissing(categorical.get(i));
            if (!missing || column.missingIsWord()) {
                String word = missing ? "" : table.field(categorical.get(i));
                words[i] = column.vocabulary().number(word);
                unseen += words[i] == 0 ? 1 : 0;
            }
        }
        float[] numbers = new float[continuous.size()];
        for (int i = 0; i < numbers.length; i++) {
            Continuous column = schema.continuous().get(i);
            numbers[i] = scaled(column, filled(column, continuous.get(i)));
        }
        return new EncodedRow(words, numbers, unseen);
    }

    private boolean isMissing(int column) {
        return table.isNull(column) || schema.missing().contains(table.field(column));
    }

    private double filled(Continuous column, int at) {
        if (isMissing(at)) {
            return column.fill();
        }
        double value =
                table.numbers()
                        .parse(
                                table.field(at),
                                () -> table.at() + "column " + Quoted.of(column.name()) + " ");
        return Double.isNaN(value) ? column.fill() : value;
    }

    private float scaled(Continuous column, double value) {
        float scaled = (float) ((value - column.mean()) / column.scale());
        if (!Float.isFinite(scaled)) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE,
                    table.at()
                            + "column "
                            + Quoted.of(column.name())
                            + " is too large for a float after scaling");
        }
        return scaled;
    }
}
