package io.metatransformer.cli.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * A series as a CSV file has it: a row per step, a column of times if there is one, a column per channel, and
 * perhaps a column that says which steps are unusual.
 */
final class SeriesTable {
    private static final List<String> MISSING =
            List.of("", "NA", "NaN", "nan", "null", "NULL", "?");

    private final String file;
    private final List<Row> rows;
    private final char separator;
    private final String gap; // how a value is written that is not there
    private final Optional<String> time;
    private final Optional<String> label;
    private final List<String> channels;
    private final double[][] values; // by row, then channel; NaN for none

    /**
     * @param options of the tokenizer that will read it: what stands for a number, and which column holds times
     * @param label column that is no channel
     */
    SeriesTable(
            String file,
            List<Row> rows,
            char separator,
            Map<String, ?> options,
            Optional<String> label) {
        this.file = file;
        this.rows = rows;
        this.separator = separator;
        this.label = label;
        List<String> columns = new ArrayList<>(rows.get(0).values().keySet());
        label.ifPresent(each -> require(columns, each));
        label.ifPresent(columns::remove);
        char decimal = ",".equals(String.valueOf(options.get("decimal"))) ? ',' : '.';
        List<String> markers =
                options.containsKey("missing_markers")
                        ? Arrays.asList(
                                String.valueOf(options.get("missing_markers")).split(",", -1))
                        : MISSING;
        this.gap = markers.get(0);
        Set<String> missing = new TreeSet<>(markers);
        this.time = timeColumn(columns, options, decimal, missing);
        time.ifPresent(columns::remove);
        this.channels = List.copyOf(columns);
        this.values = new double[rows.size()][channels.size()];
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < channels.size(); c++) {
                values[r][c] = number(rows.get(r), channels.get(c), decimal, missing);
            }
        }
    }

    private Optional<String> timeColumn(
            List<String> columns, Map<String, ?> options, char decimal, Set<String> missing) {
        if (options.containsKey("timestamp_column")) {
            String named = String.valueOf(options.get("timestamp_column"));
            if (named.isEmpty()) {
                return Optional.empty();
            }
            require(columns, named);
            return Optional.of(named);
        }
        if (columns.contains("date")) {
            return Optional.of("date");
        }
        String first = String.valueOf(rows.get(0).values().get(columns.get(0)));
        boolean number = missing.contains(first) || parsed(first, decimal) != null;
        return number && !first.matches("\\d{10}|\\d{13}")
                ? Optional.empty()
                : Optional.of(columns.get(0));
    }

    private void require(List<String> columns, String column) {
        if (!columns.contains(column)) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    file + " has no column " + Quoted.of(column) + "; its columns are " + columns);
        }
    }

    private double number(Row row, String column, char decimal, Set<String> missing) {
        String text = String.valueOf(row.values().get(column)).strip();
        if (missing.contains(text)) {
            return Double.NaN;
        }
        Double parsed = parsed(text, decimal);
        if (parsed == null) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    file
                            + ": line "
                            + row.line()
                            + " has "
                            + Quoted.of(text)
                            + " as "
                            + Quoted.of(column)
                            + ", which is no number");
        }
        return parsed;
    }

    private static Double parsed(String text, char decimal) {
        try {
            double value = Double.parseDouble(decimal == ',' ? text.replace(',', '.') : text);
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    String file() {
        return file;
    }

    /** How many steps. */
    int rows() {
        return rows.size();
    }

    List<String> channels() {
        return channels;
    }

    /** In the user's unit, NaN for none. */
    double value(int row, int channel) {
        return values[row][channel];
    }

    /** Whether the file says that this step is unusual. */
    boolean unusual(int row) {
        String text = rows.get(row).text(label.orElseThrow()).strip();
        return switch (text) {
            case "0", "0.0", "false", "normal" -> false;
            case "1", "1.0", "true", "anomaly" -> true;
            default ->
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH,
                            file
                                    + ": line "
                                    + rows.get(row).line()
                                    + " has "
                                    + Quoted.of(text)
                                    + " as a label; 0 and 1, false and true, or normal and anomaly"
                                    + " are known");
        };
    }

    /** Times of the first rows, as they are written, for telling how far apart steps are. */
    List<String> times(int most) {
        return time.map(
                        column ->
                                rows.stream()
                                        .limit(most)
                                        .map(row -> String.valueOf(row.values().get(column)))
                                        .toList())
                .orElse(List.of());
    }

    /**
     * Rows {@code from} to {@code to}, the latter excluded, as a file of their own without labels.
     *
     * @param hidden by row from {@code from} and channel, {@code row · channels + channel}
     */
    byte[] text(int from, int to, IntPredicate hidden) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).build(text)) {
            List<String> header = new ArrayList<>();
            time.ifPresent(header::add);
            header.addAll(channels);
            csv.writeRecord(header);
            for (int r = from; r < to; r++) {
                List<String> record = new ArrayList<>();
                Map<String, Object> row = rows.get(r).values();
                time.ifPresent(column -> record.add(String.valueOf(row.get(column))));
                for (int c = 0; c < channels.size(); c++) {
                    boolean hides = hidden.test((r - from) * channels.size() + c);
                    record.add(hides ? gap : String.valueOf(row.get(channels.get(c))));
                }
                csv.writeRecord(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string takes all
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
