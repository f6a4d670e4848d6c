package io.metatransformer.converter.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small JSON files that lie beside weights, within limits. */
final class Json {
    private static final int MAX_BYTES = 16 << 20;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxStringLength(1 << 20)
                                                    .maxNumberLength(100)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED}, {@link ErrorCode#MALFORMED} for
     *     what is no JSON object, {@link ErrorCode#IO_ERROR}
     */
    static JsonNode object(Path file) {
        String name = FileNames.of(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name + ": JSON of more than " + MAX_BYTES + " bytes is not read");
            }
            JsonNode root = MAPPER.readTree(bytes);
            if (!root.isObject()) {
                throw new MetaTransformerException(
                        ErrorCode.MALFORMED, name + ": JSON, but no object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED,
                    name
                            + ": not JSON at line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": the file cannot be read", e);
        }
    }
}
