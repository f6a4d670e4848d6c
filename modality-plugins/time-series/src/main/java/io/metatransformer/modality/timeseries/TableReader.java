package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.NumberField;
import io.metatransformer.tables.TableRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads a table of one row per step: a column of times, if there is one, and a column per channel.
 *
 * @param timeColumn as the user names it: empty text for none; absent for {@code date}, or else the first
 *     column if it holds times
 * @param channels how many the model reads
 */
record TableReader(
        String name,
        Optional<String> timeColumn,
        TimeFormat format,
        int channels,
        SeriesLimits limits) {

    private static final String USUAL_TIME_COLUMN = "date";

    RawSeries read(TableRows rows) {
        SeriesBuilder series = new SeriesBuilder(name, limits);
        if (!rows.next()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the table has no rows");
        }
        List<String> names = rows.names();
        checkNames(names);
        int time = timeColumn(rows);
        int found = names.size() - (time < 0 ? 0 : 1);
        if (found != channels) {
            throw wrongChannels(name, found, channels);
        }
        NumberField numbers = rows.numbers();
        do {
            series.step();
            for (int column = 0; column < names.size(); column++) {
                String where = names.get(column);
                String field = rows.field(column);
                if (column == time) {
                    series.time(
                            format.parse(field, () -> column(rows, where)),
                            () -> column(rows, where));
                } else {
                    series.value(numbers.parse(field, () -> column(rows, where)));
                }
            }
        } while (rows.next());
        List<String> kept = new ArrayList<>(names);
        if (time >= 0) {
            kept.remove(time);
        }
        return series.build(kept, OptionalDouble.empty());
    }

    static MetaTransformerException wrongChannels(String name, int found, int expected) {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH,
                name
                        + ": the series has "
                        + found
                        + (found == 1 ? " channel" : " channels")
                        + ", the model reads "
                        + expected);
    }

    private static String column(TableRows rows, String column) {
        return rows.at() + "column " + Quoted.of(column) + " ";
    }

    private void checkNames(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String each : names) {
            if (!seen.add(each)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name + ": column " + Quoted.of(each) + " is there twice");
            }
        }
        if (!names.isEmpty() && format.reads(names.get(0))) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    name
                            + ": the first line starts with a time, expected names of columns;"
                            + " for files without them set option 'header' to false");
        }
    }

    /** The column of times, or -1. */
    private int timeColumn(TableRows rows) {
        List<String> names = rows.names();
        if (timeColumn.isPresent()) {
            int named = names.indexOf(timeColumn.get());
            if (named < 0 && !timeColumn.get().isEmpty()) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name
                                + ": no column "
                                + Quoted.of(timeColumn.get())
                                + "; the first is "
                                + Quoted.of(names.get(0)));
            }
            return named;
        }
        if (names.contains(USUAL_TIME_COLUMN)) {
            return names.indexOf(USUAL_TIME_COLUMN);
        }
        String first = rows.field(0);
        if (format.reads(first)) {
            return 0;
        }
        boolean number = rows.numbers().isNumber(first) || rows.numbers().isMissing(first);
        if (!number && first.chars().anyMatch(Character::isDigit)) {
            // Neither a number nor a word, so meant as a time: say which times would do.
            format.parse(first, () -> column(rows, names.get(0)));
        }
        return -1;
    }
}
