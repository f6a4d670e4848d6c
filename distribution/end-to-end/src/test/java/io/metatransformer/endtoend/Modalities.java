package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** What the package reads, asked of itself. */
final class Modalities {
    private static final String TOKENIZER = "tokenizer ";

    private Modalities() {}

    /** The ids of all modalities that a plugin is installed for. */
    static Set<String> installed(Packaged packaged) throws Exception {
        Outcome outcome = packaged.run("plugins", "list", "--json");
        assertEquals(0, outcome.exitCode(), outcome.toString());
        Set<String> modalities = new TreeSet<>();
        for (JsonNode plugin : Values.json(outcome.out())) {
            for (JsonNode each : plugin.path("brings")) {
                if (each.asText().startsWith(TOKENIZER)) {
                    modalities.add(each.asText().substring(TOKENIZER.length()));
                }
            }
        }
        return modalities;
    }
}
