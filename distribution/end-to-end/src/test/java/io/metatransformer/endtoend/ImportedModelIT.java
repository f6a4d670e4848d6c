package io.metatransformer.endtoend;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.safetensors.SafetensorsWriter;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Request;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.Golden;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint of the released size becomes a model, and every door answers with the same numbers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportedModelIT {
    private static final int WIDTH = 768;
    private static final int DEPTH = 12;
    private static final double TOLERANCE = 5e-5;

    private Packaged packaged;
    private MetaTransformer mt;

    @BeforeAll
    void importCheckpoint(@TempDir Path tmp) throws Exception {
        packaged = Packaged.copy(tmp);
        Path checkpoint = tmp.resolve("b16.safetensors");
        SafetensorsWriter.write(checkpoint, ClosedForm.encoder(WIDTH, DEPTH), Map.of());

        Outcome outcome = packaged.run("import", checkpoint, "--as", "b16", "--draw-missing", "7");

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().contains("dim 768, 12 blocks, 12 heads, gelu"), outcome.out());
        mt =
                MetaTransformer.builder()
                        .models(packaged.folder().resolve("models"))
                        .plugins(packaged.folder().resolve("plugins"))
                        .defaultModel("b16")
                        .watch(false)
                        .build();
    }

    @AfterAll
    void close() {
        mt.close();
    }

    @Test
    void its_features_are_those_of_the_reference() {
        Golden golden = Golden.encoder("encoder-b16-closed-form");
        Tensor input = ClosedForm.tensor("input.y", 1, 197, WIDTH).reshape(197, WIDTH);
        TokenSequence tokens =
                TokenSequence.of(
                        input, Modality.IMAGE, 1, new Layout.Grid(14, 14), Origin.named("golden"));

        Features features = mt.encode(Request.of(Item.of(tokens))).values().get(0);

        List<?> rows = (List<?>) ((Map<?, ?>) golden.json("y")).get("token_rows_stored");
        FloatBuffer stored = Tensor.allocate(rows.size() * WIDTH);
        for (Object row : rows) {
            int first = ((Number) row).intValue() * WIDTH;
            stored.put(features.values().data().slice(first, WIDTH));
        }
        assertClose(
                "y",
                golden.doubles("output64.y.tokens"),
                Tensor.of(stored.flip(), rows.size(), WIDTH),
                TOLERANCE,
                0);
    }

    @Test
    void the_command_and_the_program_give_every_feature_of_a_picture_alike() throws Exception {
        Outcome outcome =
                packaged.run(
                        "embed",
                        "--model",
                        "b16",
                        "--allow-random-weights",
                        "--pooling",
                        "none",
                        "--output",
                        "json",
                        packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertArrayEquals(
                embedded(Map.of("pooling", "none")), Values.first(Values.json(outcome.out())));
    }

    @Test
    void every_door_gives_every_feature_of_a_picture_alike() throws Exception {
        String cluster = "b16-" + UUID.randomUUID();
        Path picture = packaged.sample("cat.png");
        String question =
                "{\"model\":\"b16\",\"modality\":\"image\",\"options\":{\"pooling\":\"none\"},\"inputs\":[{%s}]}";
        String inline =
                "\"data\":\""
                        + Base64.getEncoder().encodeToString(Files.readAllBytes(picture))
                        + "\"";
        float[] expected = embedded(Map.of("pooling", "none"));
        try (Server server =
                        Server.start(
                                packaged,
                                "--allow-random-weights",
                                "--model",
                                "b16",
                                "--cluster",
                                cluster);
                Neighbour neighbour = Neighbour.join(cluster)) {
            server.awaitReady();

            var raw =
                    server.post(
                            "/api/v1/models/b16/embed?modality=image&pooling=none",
                            "image/png",
                            picture);
            var json =
                    server.post(
                            "/api/v1/embed",
                            "application/json",
                            question.formatted(inline).getBytes(StandardCharsets.UTF_8));
            var multipart =
                    server.post(
                            "/api/v1/embed",
                            Form.TYPE,
                            new Form()
                                    .request(question.formatted("\"part\":\"cat\""))
                                    .file("cat", picture)
                                    .end());
            JsonNode bus = neighbour.ask("mt.v1.embed", question.formatted(inline));
            JsonNode busRaw = neighbour.ask("mt.v1.embed", picture, "mt-modality", "image");

            assertEquals(196 * WIDTH, expected.length);
            assertArrayEquals(expected, Values.first(Values.json(raw.body())));
            assertArrayEquals(expected, Values.first(Values.json(json.body())));
            assertArrayEquals(expected, Values.first(Values.json(multipart.body())));
            assertArrayEquals(expected, Values.first(bus));
            assertArrayEquals(embedded(Map.of()), Values.first(busRaw));
        }
    }

    @Test
    void trained_and_random_weights_mixed_need_a_word() throws Exception {
        Outcome outcome = packaged.run("embed", "--model", "b16", packaged.sample("cat.png"));

        assertEquals(4, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains("random"), outcome.err());
    }

    @Test
    void where_the_weights_came_from_is_shown() throws Exception {
        JsonNode shown = Values.json(packaged.run("models", "show", "b16").out());

        assertEquals(12 * DEPTH, shown.path("encoder_weights").path("imported").asInt());
        assertEquals("b16.safetensors", shown.path("source").path("file").asText());
        assertTrue(shown.path("tokenizers/image").has("random(7)"), shown.toString());
    }

    private float[] embedded(Map<String, ?> options) {
        Input picture = Input.of(Modality.IMAGE, packaged.sample("cat.png"));
        Request request = Request.of(picture).withOptions(options).withRandomWeightsAllowed();
        Prediction.Embedding embedding = mt.embed(request).values().get(0);
        return embedding.vectors().toArray();
    }
}
