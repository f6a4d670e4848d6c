package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.cli.samples.Samples;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clip, its sound and a series beside them: one sequence, as the reference shows it. */
class FusedIT {
    private static final List<String> MODALITIES = List.of("video", "audio", "time-series");

    private final Packaged packaged = Packaged.original();
    private final Samples samples = Samples.in(packaged.folder().resolve("samples"));
    private MetaTransformer mt;

    @BeforeEach
    void open() {
        mt =
                MetaTransformer.builder()
                        .models(packaged.folder().resolve("models"))
                        .plugins(packaged.folder().resolve("plugins"))
                        .defaultModel("default")
                        .allowRandomWeights(true)
                        .watch(false)
                        .build();
    }

    @AfterEach
    void close() {
        mt.close();
    }

    private List<Input> inputs() {
        return MODALITIES.stream()
                .map(each -> Input.of(Modality.of(each), samples.files().get(each)))
                .toList();
    }

    private Answer<Features> fused() {
        return mt.encode(Request.of(Item.of(inputs()))).answers().get(0);
    }

    @Test
    void it_equals_tokens_that_are_put_together_by_hand() {
        List<TokenSequence> each = mt.tokenize(Request.of(inputs().toArray(Input[]::new))).values();
        TokenSequence byHand = TokenSequence.concat(each);

        Features features = mt.encode(Request.of(Item.of(byHand))).values().get(0);

        assertArrayEquals(features.values().toArray(), fused().orThrow().values().toArray());
    }

    @Test
    void every_input_keeps_a_segment_of_its_own() {
        List<TokenSequence> each = mt.tokenize(Request.of(inputs().toArray(Input[]::new))).values();

        Answer<Features> fused = fused();

        int start = 0;
        for (int i = 0; i < MODALITIES.size(); i++) {
            assertEquals(MODALITIES.get(i), fused.segments().get(i).modality().id());
            assertEquals(start, fused.segments().get(i).start());
            assertEquals(each.get(i).length(), fused.segments().get(i).length());
            assertEquals(each.get(i).segments().get(0).layout(), fused.segments().get(i).layout());
            start += each.get(i).length();
        }
        assertEquals(start, fused.tokens());
    }

    @Test
    void http_and_bus_give_the_numbers_and_segments_of_the_program() throws Exception {
        String cluster = "fused-" + UUID.randomUUID();
        try (Server server =
                        Server.start(packaged, "--allow-random-weights", "--cluster", cluster);
                Neighbour neighbour = Neighbour.join(cluster)) {
            server.awaitReady();
            Form form = new Form();
            List<String> parts = new ArrayList<>();
            List<String> inline = new ArrayList<>();
            for (String each : MODALITIES) {
                Path file = samples.files().get(each);
                form.file(each, file);
                parts.add(input(each, "part", each));
                inline.add(
                        input(
                                each,
                                "data",
                                Base64.getEncoder().encodeToString(Files.readAllBytes(file))));
            }

            var http = server.post("/api/v1/embed", Form.TYPE, form.request(question(parts)).end());
            JsonNode bus = neighbour.ask("mt.v1.embed", question(inline));

            float[] expected = fused().orThrow().values().toArray();
            assertEquals(200, http.statusCode(), http.body());
            JsonNode answer = Values.json(http.body());
            assertArrayEquals(expected, Values.first(answer));
            assertArrayEquals(expected, Values.first(bus));
            assertSegments(answer);
            assertSegments(bus);
        }
    }

    private void assertSegments(JsonNode document) {
        JsonNode answer = document.path("data").path(0);
        List<String> told = new ArrayList<>();
        answer.path("segments")
                .forEach(
                        each ->
                                told.add(
                                        each.path("modality").asText()
                                                + " "
                                                + each.path("start").asInt()
                                                + "+"
                                                + each.path("length").asInt()));
        List<String> expected =
                fused().segments().stream()
                        .map(each -> each.modality() + " " + each.start() + "+" + each.length())
                        .toList();
        assertEquals(expected, told);
        assertEquals("video+audio+time-series", answer.path("modality").asText());
    }

    private static String input(String modality, String form, String value) {
        return "{\"modality\":\"%s\",\"%s\":\"%s\"}".formatted(modality, form, value);
    }

    private static String question(List<String> inputs) {
        return inputs.stream()
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"options\":{\"pooling\":\"none\"},\"inputs\":[{\"fuse\":[",
                                "]}]}"));
    }
}
