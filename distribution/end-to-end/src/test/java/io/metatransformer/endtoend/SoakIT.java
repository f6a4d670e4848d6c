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
}
