package io.metatransformer.server.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.server.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionJsonTest {

    @Test
    void neighbours_say_what_the_gallery_was_told_of_them() {
        Prediction prediction =
                new Prediction.Neighbours(
                        List.of(
                                new Neighbour(
                                        "a",
                                        Optional.of("ann"),
                                        Optional.of("hall"),
                                        0.5f,
                                        Optional.of(0.75f)),
                                new Neighbour(
                                        "b",
                                        Optional.empty(),
                                        Optional.empty(),
                                        -0.25f,
                                        Optional.empty())),
                        Optional.of("clip"));

        JsonObject json = written(prediction);

        assertEquals(
                new JsonObject(
                        """
                        {"task": "retrieval", "space": "clip", "neighbours": [
                          {"id": "a", "label": "ann", "camera": "hall", "similarity": 0.5, "probability": 0.75},
                          {"id": "b", "similarity": -0.25}]}
                        """),
                json);
    }

    private static JsonObject written(Prediction prediction) {
        byte[] bytes =
                Json.bytes(
                        out -> {
                            out.writeStartObject();
                            PredictionJson.write(out, prediction, Spelling.DEFAULT);
                            out.writeEndObject();
                        });
        return new JsonObject(Buffer.buffer(bytes));
    }
}
