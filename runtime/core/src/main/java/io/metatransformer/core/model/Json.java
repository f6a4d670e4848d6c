package io.metatransformer.core.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes the JSON files of a model: bounded, strict, one key per line. */
final class Json {
    private static final long MAX_BYTES = 16 << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private Json() {}

    static ManifestDocument readManifest(Path file) {
        return parse("model.json", () -> MAPPER.readValue(bytes(file), ManifestDocument.class));
    }

    /** A part's {@code config.json}; keys without a value are left out. */
    static Map<String, Object> readConfig(Path file, String label) {
        Map<String, Object> config =
                parse(
                        label,
                        () ->
                                MAPPER.readValue(
                                        bytes(file),
                                        new TypeReference<TreeMap<String, Object>>() {}));
        config.values().removeIf(value -> value == null);
        return config;
    }

    /** Replaces the manifest in one step. */
    static void writeManifest(Path file, Manifest manifest) throws IOException {
        Path ready = FolderMove.aside(file);
        write(ready, ManifestDocument.of(manifest));
        Files.move(ready, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void write(Path file, Object value) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw Refusal.badModel(file.getFileName() + " is larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private interface Parse<T> {
        T read() throws IOException;
    }

    private static <T> T parse(String label, Parse<T> parse) {
        try {
            T value = parse.read();
            if (value == null) {
                throw Refusal.badModel(label + " must hold a JSON object");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Refusal.badModel(label + ": key '" + e.getPropertyName() + "' is not known", e);
        } catch (JsonProcessingException e) {
            throw Refusal.badModel(
                    label
                            + " is not a valid document"
                            + (e.getLocation() == null
                                    ? ""
                                    : ": line "
                                            + e.getLocation().getLineNr()
                                            + ", column "
                                            + e.getLocation().getColumnNr()),
                    e);
        } catch (IOException e) {
            throw Refusal.io(label + " cannot be read", e);
        }
    }
}
