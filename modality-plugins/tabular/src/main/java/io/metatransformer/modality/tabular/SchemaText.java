package io.metatransformer.modality.tabular;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.tabular.Schema.Categorical;
import io.metatransformer.modality.tabular.Schema.Continuous;
import io.metatransformer.modality.tabular.Schema.Vocabulary;
import io.metatransformer.tables.JsonInput;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema as JSON text, version 1 of format {@code metatransformer-tabular-schema}. */
final class SchemaText {
    private static final String FORMAT = "metatransformer-tabular-schema";

    private SchemaText() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for text of another format, {@link
     *     ErrorCode#UNSUPPORTED} for another version, {@link ErrorCode#MALFORMED} for a schema that contradicts
     *     itself
     */
    static Schema parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        Object document;
        try (JsonInput json = JsonInput.open("schema", bytes)) {
            json.next();
            document = json.value();
            json.expectEnd();
        }
        if (!(document instanceof Map<?, ?> schema) || !FORMAT.equals(schema.get("format"))) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'schema' takes the JSON of a " + FORMAT + ", version 1");
        }
        if (!Double.valueOf(1).equals(schema.get("version"))) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    "schema: version "
                            + Quoted.of(String.valueOf(schema.get("version")))
                            + "; 1 is read");
        }
        return of(schema);
    }

    private static Schema of(Map<?, ?> schema) {
        boolean offset =
                switch (text(schema, "id_mode").orElse("offset")) {
                    case "offset" -> true;
                    case "per_column" -> false;
                    default -> throw Schema.malformed("id_mode is offset or per_column");
                };
        List<Categorical> categorical = new ArrayList<>();
        List<Continuous> continuous = new ArrayList<>();
        int next = 1;
        for (Object each : list(schema, "columns")) {
            if (!(each instanceof Map<?, ?> column)) {
                throw Schema.malformed("a column is an object");
            }
            String name = text(column, "name").orElseThrow(() -> missing("name"));
            switch (text(column, "kind").orElseThrow(() -> missing("kind"))) {
                case "categorical" -> {
                    Categorical read = categorical(name, column, offset ? next : 1);
                    next += read.vocabulary().size();
                    categorical.add(read);
                }
                case "continuous" ->
                        continuous.add(
                                new Continuous(
                                        name,
                                        number(column, "fill"),
                                        number(column, "mean"),
                                        number(column, "scale")));
                default -> throw Schema.malformed("a kind is categorical or continuous");
            }
        }
        return new Schema(
                offset,
                categorical,
                continuous,
                new LinkedHashSet<>(texts(schema, "missing")),
                schema.containsKey("ignored") ? texts(schema, "ignored") : List.of());
    }

    private static Categorical categorical(String name, Map<?, ?> column, int firstId) {
        if (column.containsKey("first_id") && number(column, "first_id") != firstId) {
            throw Schema.malformed(
                    "column " + Quoted.of(name) + " must have " + firstId + " as its first_id");
        }
        return new Categorical(
                name,
                Vocabulary.of(name, texts(column, "vocabulary")),
                Boolean.TRUE.equals(column.get("missing_is_word")));
    }

    private static Optional<String> text(Map<?, ?> object, String field) {
        return object.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static double number(Map<?, ?> object, String field) {
        if (object.get(field) instanceof Double number) {
            return number;
        }
        throw missing(field);
    }

    private static List<?> list(Map<?, ?> object, String field) {
        if (object.get(field) instanceof List<?> list) {
            return list;
        }
        throw missing(field);
    }

    private static List<String> texts(Map<?, ?> object, String field) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(object, field)) {
            if (!(each instanceof String text)) {
                throw Schema.malformed("'" + field + "' holds texts");
            }
            texts.add(text);
        }
        return texts;
    }

    private static MetaTransformerException missing(String field) {
        return Schema.malformed("'" + field + "' is missing or of another type");
    }

    /** As {@link #parse} reads it; equal schemas give equal text. */
    static String write(Schema schema) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", 1);
            json.writeStringField("id_mode", schema.offset() ? "offset" : "per_column");
            json.writeArrayFieldStart("columns");
            int next = 1;
            for (Categorical column : schema.categorical()) {
                write(json, column, schema.offset() ? next : 1);
                next += column.vocabulary().size();
            }
            for (Continuous column : schema.continuous()) {
                write(json, column);
            }
            json.writeEndArray();
            write(json, "missing", schema.missing().stream().sorted().toList());
            write(json, "ignored", schema.ignored());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Categorical column, int firstId)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("kind", "categorical");
        write(json, "vocabulary", column.vocabulary().words());
        json.writeNumberField("first_id", firstId);
        if (column.missingIsWord()) {
            json.writeBooleanField("missing_is_word", true);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Continuous column) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("kind", "continuous");
        json.writeNumberField("fill", column.fill());
        json.writeNumberField("mean", column.mean());
        json.writeNumberField("scale", column.scale());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, List<String> texts)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String each : texts) {
            json.writeString(each);
        }
        json.writeEndArray();
    }
}
