package io.metatransformer.server.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Tensor;
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

    @Test
    void a_mask_is_runs_of_equal_classes_or_base64_of_all_where_the_request_asks_for_it() {
        Prediction mask =
                new Prediction.Mask(
                        Tensor.of(new float[] {0, 0, 1, 1, 1, -1}, 2, 3), List.of("sea", "land"));
        Spelling base64 = new Spelling(Spelling.Dtype.FLOAT32, Spelling.Encoding.BASE64);

        assertEquals(
                new JsonObject(
                        """
                        {"task": "segmentation", "shape": [2, 3], "rle": [0, 2, 1, 3, -1, 1],
                         "names": ["sea", "land"]}
                        """),
                written(mask));
        assertEquals(
                new JsonObject(
                        """
                        {"task": "segmentation", "shape": [2, 3], "dtype": "int32",
                         "base64": "AAAAAAAAAAABAAAAAQAAAAEAAAD/////", "names": ["sea", "land"]}
                        """),
                written(mask, base64));
    }

    private static JsonObject written(Prediction prediction) {
        return written(prediction, Spelling.DEFAULT);
    }

    private static JsonObject written(Prediction prediction, Spelling spelling) {
        byte[] bytes =
                Json.bytes(
                        out -> {
                            out.writeStartObject();
                            PredictionJson.write(out, prediction, spelling);
                            out.writeEndObject();
                        });
        return new JsonObject(Buffer.buffer(bytes));
    }
}
