package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a tokenizer is what a user waits for can be measured. */
class TokenizerBenchIT {
    private final Packaged packaged = Packaged.original();

    @Test
    void every_tokenizer_is_measured_beside_an_encoder_of_the_released_size(@TempDir Path tmp)
            throws Exception {
        Outcome outcome =
                packaged.with("METATRANSFORMER_OPTS", "-Djava.io.tmpdir=" + tmp)
                        .run("bench", "--tokenizers", "--json", "--seconds", "0.01");

        assertEquals(0, outcome.exitCode(), outcome.toString());
        JsonNode json = Values.json(outcome.out());
        assertEquals(List.of(768, 12, 12), shape(json));
        Set<String> measured = new TreeSet<>();
        for (JsonNode row : json.path("tokenizers")) {
            measured.add(row.path("modality").asText());
            double tokenize = row.path("tokenize_ms").asDouble();
            double encode = row.path("encode_ms").asDouble();
            assertTrue(tokenize > 0 && encode > 0, row.toString());
            assertEquals(tokenize / encode, row.path("ratio").asDouble(), 1e-9);
            double alone = row.path("alone_per_second").asDouble();
            double together = row.path("together_per_second").asDouble();
            assertEquals(together / alone, row.path("scaling").asDouble(), 1e-9);
            assertTrue(row.path("together_cores").asDouble() > 0, row.toString());
        }
        assertEquals(Modalities.installed(packaged), measured);
        try (Stream<Path> left = Files.list(tmp)) {
            assertEquals(
                    List.of(),
                    left.filter(each -> each.toString().contains("metatransformer-bench"))
                            .toList());
        }
    }

    private static List<Integer> shape(JsonNode json) {
        return Stream.of("dim", "depth", "heads").map(json::path).map(JsonNode::asInt).toList();
    }

    @Test
    void a_model_that_is_installed_can_be_measured_instead() throws Exception {
        Outcome outcome =
                packaged.run("bench", "--tokenizers", "--model", "default", "--seconds", "0.01");

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().contains("model default: 4 blocks, width 192"), outcome.out());
        assertTrue(outcome.out().matches("(?s).*image +cat\\.png +196 .* %.*"), outcome.out());
    }
}
