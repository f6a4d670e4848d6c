package io.metatransformer.cli.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A list as CSV (RFC 4180) with a header. */
final class CsvRows {
    private CsvRows() {}

    static List<Row> read(Path file, char separator) {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().fieldSeparator(separator).ofNamedCsvRecord(file)) {
            for (NamedCsvRecord each : reader) {
                int line = Math.toIntExact(each.getStartingLineNumber());
                rows.add(new Row(line, new LinkedHashMap<>(each.getFieldsAsMap())));
            }
            return rows;
        } catch (CsvParseException e) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED,
                    file.getFileName() + " is no CSV with a header, after " + rows.size() + " rows",
                    e);
        } catch (IOException | UncheckedIOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, file.getFileName() + " cannot be read as UTF-8 text", e);
        }
    }
}
