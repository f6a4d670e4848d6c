package io.metatransformer.tables;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** A CSV file; without a header, its columns are called {@code c0}, {@code c1} and so on. */
public final class CsvTable implements TableRows {
    private final CsvRows rows;
    private final NumberField numbers;
    private final boolean header;
    private List<String> names = List.of();

    /**
     * @param name of the input, for messages
     * @param header whether the first row names the columns
     */
    public CsvTable(String name, ByteBuffer bytes, CsvDialect dialect, boolean header) {
        this.rows = CsvRows.open(name, bytes, dialect);
        this.numbers = new NumberField(dialect);
        this.header = header;
    }

    @Override
    public boolean next() {
        if (!names.isEmpty()) {
            return rows.next();
        }
        if (!rows.next()) {
            return false;
        }
        if (header) {
            names = rows.fields().stream().map(String::strip).toList();
            return rows.next();
        }
        names = IntStream.range(0, rows.width()).mapToObj(column -> "c" + column).toList();
        return true;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public String field(int column) {
        return rows.field(column);
    }

    @Override
    public boolean isNull(int column) {
        return false;
    }

    @Override
    public String at() {
        return rows.at();
    }

    @Override
    public NumberField numbers() {
        return numbers;
    }

    @Override
    public void close() {
        rows.close();
    }
}
