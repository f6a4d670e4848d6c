package io.metatransformer.tables;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A CSV file row by row (RFC 4180; LF or CRLF; blank lines are skipped). The first row says how many fields
 * each row has. Serves one thread.
 */
public final class CsvRows implements AutoCloseable {
    /** Most columns of a file. */
    public static final int MAX_COLUMNS = 4096;

    private static final int MAX_FIELD_BUFFER = 1 << 22;

    private final String name;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private CsvRecord row;
    private int width;

    private CsvRows(String name, CsvReader<CsvRecord> reader) {
        this.name = name;
        this.reader = reader;
        this.records = reader.iterator();
    }

    /**
     * @param name of the input, for messages
     */
    public static CsvRows open(String name, ByteBuffer bytes, CsvDialect dialect) {
        var text = new Utf8Reader(name, bytes, dialect.replaceMalformed());
        var guarded = new CsvGuard(name, text, dialect.separator(), MAX_COLUMNS);
        var handler =
                CsvRecordHandler.of(
                        c ->
                                c.maxFields(MAX_COLUMNS)
                                        .maxFieldSize(MAX_FIELD_BUFFER)
                                        .maxRecordSize(Integer.MAX_VALUE));
        return new CsvRows(
                name,
                CsvReader.builder()
                        .fieldSeparator(dialect.separator())
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .allowExtraCharsAfterClosingQuote(false)
                        .build(handler, guarded));
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for a row of another number of fields
     *     than the first, or broken quotes; {@link ErrorCode#LIMIT_EXCEEDED} for too many or too long fields;
     *     {@link ErrorCode#ENCODING} for bytes that are not UTF-8
     */
    public boolean next() {
        try {
            if (!records.hasNext()) {
                return false;
            }
            row = records.next();
        } catch (CsvParseException | UncheckedIOException e) {
            throw refusal(e);
        }
        if (width == 0) {
            width = row.getFieldCount();
        } else if (row.getFieldCount() != width) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED,
                    at() + "has " + row.getFieldCount() + " fields, expected " + width);
        }
        return true;
    }

    /** Number of fields of every row; 0 before the first. */
    public int width() {
        return width;
    }

    /** A field of the current row, as written, without its quotes. */
    public String field(int column) {
        return row.getField(column);
    }

    /** All fields of the current row. */
    public List<String> fields() {
        return row.getFields();
    }

    /** The line on which the current row starts, counted from 1. */
    public long line() {
        return row.getStartingLineNumber();
    }

    /** {@code "name: line 7 "}, to start a message about the current row. */
    public String at() {
        return name + ": line " + line() + " ";
    }

    private MetaTransformerException refusal(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MetaTransformerException own) {
                return own;
            }
        }
        return new MetaTransformerException(ErrorCode.MALFORMED, name + ": broken CSV", e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
