package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.series.Calendar;
import io.metatransformer.series.Sinusoids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A vector per month, day, weekday, hour and quarter of the hour; those of a time are added up. Learned, or the
 * sinusoids of the row's number. Immutable.
 */
final class CalendarTables {
    /** In the order of {@link Calendar#marks}; months and days count from 1, so row 0 is never read. */
    private enum Table {
        MONTH("month", 13),
        DAY("day", 32),
        WEEKDAY("weekday", 7),
        HOUR("hour", 24),
        MINUTE("minute", 4);

        private final String word;
        private final int rows;

        Table(String word, int rows) {
            this.word = word;
            this.rows = rows;
        }
    }

    private final int width;
    private final List<float[]> tables;

    private CalendarTables(int width, List<float[]> tables) {
        this.width = width;
        this.tables = tables;
    }

    /** Names and numbers of rows of all tables, as checkpoints have them. */
    static List<TableName> names(boolean learned, boolean withMinute) {
        List<TableName> names = new ArrayList<>();
        for (Table table : Table.values()) {
            if (table != Table.MINUTE || withMinute) {
                names.add(new TableName(name(table, learned), table.rows));
            }
        }
        return names;
    }

    record TableName(String name, int rows) {}

    private static String name(Table table, boolean learned) {
        return "temporal_embedding."
                + table.word
                + (learned ? "_embed.weight" : "_embed.emb.weight");
    }

    /** Tables of the weights where they have them, else by formula. */
    static CalendarTables of(Weights weights, boolean learned, int width) {
        Sinusoids formula = new Sinusoids(width);
        List<float[]> tables = new ArrayList<>();
        for (Table table : Table.values()) {
            Optional<Tensor> given = weights.find(name(table, learned));
            tables.add(given.map(Tensor::toArray).orElseGet(() -> formula.table(table.rows)));
        }
        return new CalendarTables(width, tables);
    }

    /**
     * Adds to {@code tokens [L, D]} the vectors of every step.
     *
     * @param withMinute whether quarters of the hour count
     */
    void add(float[] tokens, int[] marks, boolean withMinute) {
        int used = withMinute ? Calendar.MARKS : Calendar.MARKS - 1;
        for (int step = 0; step < tokens.length / width; step++) {
            for (int mark = 0; mark < used; mark++) {
                float[] table = tables.get(mark);
                int row = marks[step * Calendar.MARKS + mark] * width;
                for (int d = 0; d < width; d++) {
                    tokens[step * width + d] += table[row + d];
                }
            }
        }
    }
}
