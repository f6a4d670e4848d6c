package io.metatransformer.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Puts the files of the document together. What several operations share stands once, by name, under {@code
 * shared}; {@code {include: name}} is replaced by it, in a list by its elements.
 */
final class Pieces {
    private static final String SHARED = "shared";
    private static final String INCLUDE = "include";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode shared;

    private Pieces(JsonNode shared) {
        this.shared = shared;
    }

    /** @param names of the files beside this class, without their ending */
    static ObjectNode merged(List<String> names) {
        ObjectNode whole = YAML.createObjectNode();
        names.forEach(name -> merge(whole, read(name)));
        Pieces pieces = new Pieces(whole.remove(SHARED));
        return (ObjectNode) pieces.included(whole);
    }

    private static ObjectNode read(String name) {
        try (InputStream file = Pieces.class.getResourceAsStream(name + ".yaml")) {
            return (ObjectNode) YAML.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of the server's own jar", e);
        }
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties()
                .forEach(
                        entry -> {
                            JsonNode old = into.get(entry.getKey());
                            if (old == null) {
                                into.set(entry.getKey(), entry.getValue());
                            } else {
                                merge((ObjectNode) old, (ObjectNode) entry.getValue());
                            }
                        });
    }

    private JsonNode included(JsonNode node) {
        if (node.has(INCLUDE)) {
            return included(named(node.get(INCLUDE).textValue()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(included(entry.getValue())));
        } else if (node instanceof ArrayNode array) {
            ArrayNode flat = array.arrayNode();
            for (JsonNode element : array) {
                JsonNode whole = included(element);
                if (element.has(INCLUDE)) {
                    flat.addAll((ArrayNode) whole);
                } else {
                    flat.add(whole);
                }
            }
            return flat;
        }
        return node;
    }

    private JsonNode named(String name) {
        JsonNode found = shared.get(name);
        if (found == null) {
            throw new IllegalStateException("the document shares nothing named " + name);
        }
        return found.deepCopy();
    }
}
