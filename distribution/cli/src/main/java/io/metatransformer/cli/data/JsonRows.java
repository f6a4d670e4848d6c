package io.metatransformer.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A list as JSON, one object per line. */
final class JsonRows {
    private JsonRows() {}

    static List<Row> read(Path file) {
        ObjectMapper mapper = new ObjectMapper();
        List<Row> rows = new ArrayList<>();
        int line = 0;
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isBlank()) {
                    rows.add(new Row(line, values(mapper, text)));
                }
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED,
                    file.getFileName() + ": line " + line + " is no JSON object",
                    e);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, file.getFileName() + " cannot be read as UTF-8 text", e);
        }
    }

    /** Numbers as text, so that a label may be one; null is nothing. */
    private static Map<String, Object> values(ObjectMapper mapper, String text)
            throws JsonProcessingException {
        Map<String, Object> values =
                new LinkedHashMap<>(mapper.readValue(text, new TypeReference<>() {}));
        values.values().removeIf(Objects::isNull);
        values.replaceAll((key, value) -> value instanceof List ? value : String.valueOf(value));
        return values;
    }
}
