package io.metatransformer.modality.tabular;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.CsvTable;
import io.metatransformer.tables.JsonInput;
import io.metatransformer.tables.JsonTable;
import io.metatransformer.tables.TableRows;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A table in any of its forms, told by content: CSV; a JSON list of flat objects; such objects one after the other
 * (JSON lines); {@code {"rows": [{…}, …]}}; {@code {"columns": {"age": [39, …], …}}}.
 */
final class TableFile {
    private static final int HEAD = 512;
    private static final Pattern ROWS = start("\\{\\s*\"rows\"\\s*:\\s*\\[");
    private static final Pattern COLUMNS = start("\\{\\s*\"columns\"\\s*:\\s*\\{");
    private static final Pattern JSON = start("[\\[{]");

    private TableFile() {}

    private static Pattern start(String json) {
        return Pattern.compile("\\s*" + json + ".*", Pattern.DOTALL);
    }

    /** Whether bytes start as one of the two forms that only tables have. */
    static boolean recognises(ByteBuffer head) {
        String text = text(head);
        return ROWS.matcher(text).matches() || COLUMNS.matcher(text).matches();
    }

    /**
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for bytes that are no text
     */
    static TableRows open(String name, ByteBuffer bytes, CsvDialect dialect) {
        String head = text(bytes);
        if (!JSON.matcher(head).matches()) {
            if (Utf8Reader.looksBinary(bytes)) {
                throw new MetaTransformerException(
                        ErrorCode.UNSUPPORTED_FORMAT,
                        name + ": a table is read from CSV or JSON; these bytes are neither");
            }
            return new CsvTable(name, bytes, dialect, true);
        }
        JsonInput json = JsonInput.open(name, bytes);
        boolean list = json.next() == JsonToken.START_ARRAY;
        if (COLUMNS.matcher(head).matches()) {
            return ColumnTable.read(name, json);
        }
        boolean rows = ROWS.matcher(head).matches();
        if (rows) {
            json.next(); // the name of the field
            json.next();
        }
        if (list || rows) {
            json.next();
        }
        return new JsonTable(name, json, list || rows);
    }

    private static String text(ByteBuffer bytes) {
        ByteBuffer head = bytes.slice(bytes.position(), Math.min(HEAD, bytes.remaining()));
        String text = StandardCharsets.UTF_8.decode(head).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
