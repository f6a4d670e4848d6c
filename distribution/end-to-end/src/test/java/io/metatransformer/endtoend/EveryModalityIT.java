package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.cli.samples.Samples;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Request;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample of each modality that is installed gets the same numbers through every door, bit for bit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryModalityIT {
    /** Those of the reference. */
    private static final Set<String> TWELVE =
            Set.of(
                    "audio",
                    "graph",
                    "hyperspectral",
                    "image",
                    "imu",
                    "infrared",
                    "point-cloud",
                    "tabular",
                    "text",
                    "time-series",
                    "video",
                    "x-ray");

    private final Packaged packaged = Packaged.original();
    private final Samples samples = Samples.in(packaged.folder().resolve("samples"));
    private MetaTransformer mt;
    private Server server;
    private Neighbour neighbour;

    @BeforeAll
    void openDoors() throws Exception {
        String cluster = "every-" + UUID.randomUUID();
        mt =
                MetaTransformer.builder()
                        .models(packaged.folder().resolve("models"))
                        .plugins(packaged.folder().resolve("plugins"))
                        .defaultModel("default")
                        .allowRandomWeights(true)
                        .watch(false)
                        .build();
        server = Server.start(packaged, "--allow-random-weights", "--cluster", cluster);
        neighbour = Neighbour.join(cluster);
        server.awaitReady();
    }

    @AfterAll
    void closeDoors() throws Exception {
        neighbour.close();
        server.close();
        mt.close();
    }

    Set<String> modalities() throws Exception {
        return Modalities.installed(packaged);
    }

    @Test
    void all_of_the_reference_are_installed_and_each_has_a_sample() throws Exception {
        assertEquals(TWELVE, modalities());
        assertEquals(TWELVE, samples.files().keySet());
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void a_sample_gets_the_same_numbers_from_program_command_http_and_bus(String modality)
            throws Exception {
        Path file = samples.files().get(modality);
        Input sample = Input.of(Modality.of(modality), file);

        float[] program = mt.embed(Request.of(sample)).values().get(0).vectors().toArray();
        Outcome command = packaged.run("embed", "--output", "json", modality + "=" + file);
        var http =
                server.post(
                        "/api/v1/models/default/embed?modality=" + modality,
                        "application/octet-stream",
                        file);
        JsonNode bus = neighbour.ask("mt.v1.embed", file, "mt-modality", modality);

        assertEquals(0, command.exitCode(), command.toString());
        assertEquals(200, http.statusCode(), http.body());
        assertTrue(program.length > 0);
        assertArrayEquals(program, Values.first(Values.json(command.out())));
        assertArrayEquals(program, Values.first(Values.json(http.body())));
        assertArrayEquals(program, Values.first(bus));
    }
}
