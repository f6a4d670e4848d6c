package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Reads answers in JSON without losing a bit of their numbers. */
final class Values {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Values() {}

    static JsonNode json(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** The values of the first answer, whatever their shape. */
    static float[] first(JsonNode document) {
        return of(document.path("data").path(0));
    }

    /** The values of one answer, row after row. */
    static float[] of(JsonNode answer) {
        List<Float> values = new ArrayList<>();
        gather(answer.path("embedding"), values);
        assertFalse(values.isEmpty(), answer.toString());
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static void gather(JsonNode node, List<Float> values) {
        if (node.isNumber()) {
            values.add(node.floatValue());
        } else {
            node.forEach(each -> gather(each, values));
        }
    }
}
