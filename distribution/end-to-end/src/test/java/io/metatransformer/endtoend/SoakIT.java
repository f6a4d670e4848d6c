package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Thousands of embeddings in one process. */
class SoakIT {

    @Test
    void memory_stays_flat_over_two_thousand_embeddings() throws Exception {
        Outcome outcome =
                Packaged.original()
                        .with("METATRANSFORMER_HEAP", "256m")
                        .run("bench", "--soak", "2000");

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().contains("flat"), outcome.out());
    }

    @Test
    void memory_stays_flat_over_hundreds_of_calls_of_every_tokenizer() throws Exception {
        Packaged packaged = Packaged.original().with("METATRANSFORMER_HEAP", "512m");

        Outcome outcome = packaged.run("bench", "--tokenizers", "--soak", "300");

        assertEquals(0, outcome.exitCode(), outcome.toString());
        for (String modality : Modalities.installed(packaged)) {
            assertTrue(
                    outcome.out().matches("(?s).*\\R" + modality + " +300 +\\d+ .*"),
                    outcome.out());
        }
        assertTrue(outcome.out().endsWith("flat\n"), outcome.out());
    }
}
