package io.metatransformer.server.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** OpenAPI 3.1 of every endpoint of the native surface, ready to be sent. Immutable. */
public final class ApiDocument {
    private static final List<String> PIECES =
            List.of(
                    "document",
                    "questions",
                    "catalogue",
                    "operations",
                    "inputs",
                    "answers",
                    "things");
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build();

    private final byte[] json;
    private final byte[] yaml;

    private ApiDocument(ObjectNode document) {
        try {
            this.json = document.toString().getBytes(StandardCharsets.UTF_8);
            this.yaml = YAML.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** @param version of the server */
    public static ApiDocument read(String version) {
        ObjectNode document = Pieces.merged(PIECES);
        document.withObject("/info").put("version", version);
        new WrittenOut(document).everything();
        return new ApiDocument(document);
    }

    /** UTF-8. */
    public byte[] json() {
        return json.clone();
    }

    /** The same in YAML, UTF-8. */
    public byte[] yaml() {
        return yaml.clone();
    }
}
