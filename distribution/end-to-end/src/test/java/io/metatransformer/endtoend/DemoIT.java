package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One page about every modality. */
class DemoIT {
    private final Packaged packaged = Packaged.original();

    @Test
    void every_modality_of_the_package_is_on_the_page_with_a_drawing_of_its_sample(
            @TempDir Path tmp) throws Exception {
        Path file = tmp.resolve("report.html");

        Outcome outcome = packaged.run("demo", "--out", file, "--json");

        assertEquals(0, outcome.exitCode(), outcome.toString());
        JsonNode json = Values.json(outcome.out());
        String page = Files.readString(file);
        assertEquals(Modalities.installed(packaged), modalities(json), outcome.out());
        for (JsonNode sample : json.path("samples")) {
            assertTrue(sample.path("tokens").asInt() > 0, sample.toString());
            assertFalse(sample.path("caption").asText().isEmpty(), sample.toString());
            assertTrue(page.contains("<h3>" + sample.path("modality").asText() + "</h3>"));
        }
    }

    private static Set<String> modalities(JsonNode json) {
        Set<String> modalities = new TreeSet<>();
        json.path("samples").forEach(each -> modalities.add(each.path("modality").asText()));
        return modalities;
    }

    @Test
    void the_page_stands_alone_and_says_that_nothing_was_trained(@TempDir Path tmp)
            throws Exception {
        Path file = tmp.resolve("report.html");

        Outcome outcome = packaged.run("demo", "--out", file);

        String page = Files.readString(file);
        assertTrue(outcome.out().contains("image "), outcome.toString());
        assertTrue(outcome.err().contains("UNTRAINED"), outcome.toString());
        assertTrue(page.contains("UNTRAINED"));
        assertTrue(page.contains("meaningless"));
        assertFalse(page.matches("(?s).*(src|href)=\"(?!data:).*"));
        assertFalse(page.contains("<script"));
    }

    @Test
    void a_page_that_cannot_be_written_and_a_model_that_is_not_there_are_refused(@TempDir Path tmp)
            throws Exception {
        Outcome nowhere = packaged.run("demo", "--out", tmp.resolve("no/such/report.html"));
        Outcome nobody = packaged.run("demo", "--model", "defualt", "--out", tmp.resolve("a.html"));

        assertEquals(5, nowhere.exitCode(), nowhere.toString());
        assertTrue(nowhere.err().contains("'report.html' cannot be written"), nowhere.err());
        assertEquals(3, nobody.exitCode(), nobody.toString());
        assertTrue(nobody.err().contains("UNKNOWN_MODEL"), nobody.err());
    }
}
