package io.metatransformer.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Reads settings from YAML or JSON, on top of {@link ServerConfig#DEFAULT}. Names are those of the records, with
 * hyphens ({@code security.allow-anonymous}); times and sizes carry their unit ({@code 30s}, {@code 64MiB}).
 */
public final class ConfigReader {
    private static final YAMLMapper MAPPER =
            YAMLMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new Amounts())
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private ConfigReader() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a key that does not exist or a
     *     value that makes no sense, named; {@link ErrorCode#IO_ERROR} for a file that cannot be read
     */
    public static ServerConfig read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": the configuration cannot be read", e);
        } catch (MetaTransformerException e) {
            throw e.at(name);
        }
    }

    /** As {@link #read}, from the text of such a file. */
    public static ServerConfig parse(String text) {
        try {
            JsonNode given = MAPPER.readTree(text);
            JsonNode defaults = MAPPER.valueToTree(ServerConfig.DEFAULT);
            if (given != null && given.isObject()) {
                merge((ObjectNode) defaults, (ObjectNode) given);
            } else if (given != null && !given.isMissingNode() && !given.isNull()) {
                throw refusal("the configuration is a mapping of names to values", null);
            }
            return MAPPER.treeToValue(defaults, ServerConfig.class);
        } catch (UnrecognizedPropertyException e) {
            String known =
                    e.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
            throw refusal("no setting '" + path(e) + "'; there are " + known, e);
        } catch (JsonMappingException e) {
            throw refusal("'" + path(e) + "': " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw refusal("not YAML: line " + e.getLocation().getLineNr(), e);
        }
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties()
                .forEach(
                        entry -> {
                            JsonNode old = into.get(entry.getKey());
                            if (old instanceof ObjectNode object
                                    && entry.getValue() instanceof ObjectNode changes) {
                                merge(object, changes);
                            } else {
                                into.set(entry.getKey(), entry.getValue());
                            }
                        });
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(
                        step ->
                                step.getFieldName() == null
                                        ? String.valueOf(step.getIndex())
                                        : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static MetaTransformerException refusal(String message, Throwable cause) {
        return new MetaTransformerException(ErrorCode.BAD_CONFIG, message, cause);
    }
}
