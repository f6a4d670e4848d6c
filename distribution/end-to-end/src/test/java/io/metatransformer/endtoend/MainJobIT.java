package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first. */
class MainJobIT {
    private final Packaged packaged = Packaged.original();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void a_photograph_becomes_a_row_with_values_and_times() throws Exception {
        Outcome outcome = packaged.run("embed", packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().matches("(?s)name +modality +tokens +shape .*"), outcome.out());
        assertTrue(outcome.out().matches("(?s).*cat\\.png +image +196 +\\[192] .*"), outcome.out());
        assertTrue(outcome.out().contains(" ms"), outcome.out());
    }

    @Test
    void an_answer_of_untrained_weights_says_so() throws Exception {
        Outcome table = packaged.run("embed", packaged.sample("cat.png"));
        Outcome asJson = packaged.run("embed", "--output", "json", packaged.sample("cat.png"));

        assertTrue(table.err().contains("UNTRAINED"), table.toString());
        assertTrue(json.readTree(asJson.out()).path("untrained").asBoolean(), asJson.out());
    }

    @Test
    void equal_pictures_get_equal_embeddings_in_every_process() throws Exception {
        JsonNode first = embedding(packaged.sample("cat.png"));
        JsonNode second = embedding(packaged.sample("cat.png"));
        JsonNode other = embedding("time-series=" + packaged.sample("weather-synthetic.csv"));

        assertEquals(first, second);
        assertEquals(192, first.size());
        assertNotEquals(first, other);
    }

    @Test
    void a_text_is_told_from_its_words_and_needs_no_file() throws Exception {
        Path file = packaged.sample("hope.txt");

        Outcome table = packaged.run("embed", file);
        Outcome inline =
                packaged.run("embed", "--output", "json", "--text", Files.readString(file));

        assertTrue(table.out().matches("(?s).*hope\\.txt +text +1 +\\[192] .*"), table.toString());
        assertEquals(
                embedding(file),
                json.readTree(inline.out()).path("data").path(0).path("embedding"));
    }

    @Test
    void several_inputs_of_several_modalities_are_one_table() throws Exception {
        Outcome outcome =
                packaged.run(
                        "embed",
                        packaged.sample("cat.png"),
                        "time-series=" + packaged.sample("weather-synthetic.csv"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().contains("weather-synthetic.csv  time-series"), outcome.out());
    }

    @Test
    void values_can_be_had_as_a_file_for_other_programs(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cat.npy");

        Outcome outcome =
                packaged.run("embed", "--output", "npy", "--to", file, packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertEquals(128 + 192 * Float.BYTES, Files.size(file));
    }

    @Test
    void a_head_answers_in_its_own_form() throws Exception {
        Outcome outcome =
                packaged.run(
                        "predict",
                        "--head",
                        "embedding",
                        "--output",
                        "json",
                        packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertEquals(
                embedding(packaged.sample("cat.png")),
                json.readTree(outcome.out()).path("data").path(0).path("embedding"));
    }

    @Test
    void what_is_installed_is_listed() throws Exception {
        Outcome plugins = packaged.run("plugins", "list");
        Outcome models = packaged.run("models", "list");
        Outcome model = packaged.run("models", "show", "default");
        Outcome plugin = packaged.run("plugins", "show", "image");
        Outcome doctor = packaged.run("doctor");

        assertTrue(plugins.out().matches("(?s).*image +.*enabled.*"), plugins.toString());
        assertTrue(models.out().matches("(?s).*default +.*UNTRAINED.*"), models.toString());
        assertEquals(192, json.readTree(model.out()).path("encoder").path("dim").asInt());
        assertTrue(plugin.out().contains("tokenizer image reads image/"), plugin.toString());
        assertEquals(0, doctor.exitCode(), doctor.toString());
    }

    @Test
    void every_verb_helps() throws Exception {
        for (String verb :
                new String[] {
                    "demo", "plugins", "models", "import", "embed", "predict", "serve", "bench",
                    "doctor"
                }) {
            Outcome help = packaged.run(verb, "--help");

            assertEquals(0, help.exitCode(), help.toString());
            assertTrue(help.out().contains("Usage: metatransformer " + verb), help.out());
        }
    }

    private JsonNode embedding(Object file) throws Exception {
        Outcome outcome = packaged.run("embed", "--output", "json", file);
        assertEquals(0, outcome.exitCode(), outcome.toString());
        return json.readTree(outcome.out()).path("data").path(0).path("embedding");
    }
}
