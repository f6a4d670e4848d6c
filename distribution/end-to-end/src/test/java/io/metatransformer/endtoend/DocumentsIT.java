package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.metatransformer.testkit.ClosedForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README and the documents show is what happens: shell is run in a clone, one block after the other,
 * and code is that of the examples, which the build compiles. A block of another kind is a failure: whoever
 * writes one finds a way to try it, too.
 */
class DocumentsIT {
    /** The one block that is not run here: it is what runs this. */
    private static final String ALL_TESTS = "mvn verify\n";

    /** The one that is read and not run: it takes a plugin away and ends the server. */
    private static final String END_OF_SERVER = "/api/v1/admin/shutdown";

    private static final String SERVE = "distribution/run serve";

    /** What a document that speaks of a server, but starts none, takes for granted. */
    private static final String SERVED = SERVE + " --allow-random-weights";

    private static final String QUESTIONS =
            """
            {"id":"a","modality":"text","text":"hope is the thing with feathers"}
            {"id":"b","modality":"text","text":"that perches in the soul"}
            """;

    private final Path root = Path.of(System.getProperty("root")).toAbsolutePath().normalize();
    private Checkout checkout;
    private String sources;
    private Server server;
    private String document = "";

    @BeforeEach
    void prepare(@TempDir Path tmp) throws IOException {
        checkout = Checkout.of(root, tmp);
        sources = sources(root.resolve("distribution/examples"));
        ReleasedCheckpoint.write(
                checkout.folder().resolve("Meta-Transformer_base_patch16_encoder.pth"),
                ClosedForm.encoder(128, 2));
        Files.writeString(checkout.folder().resolve("questions.ndjson"), QUESTIONS);
    }

    @AfterEach
    void endServer() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @TestFactory
    Stream<DynamicNode> every_fenced_block_is_as_it_says() throws IOException {
        List<Path> documents = Fence.documents(root);
        assertFalse(Fence.of(documents.get(0)).isEmpty(), "the README shows nothing");
        return documents.stream().map(this::tests);
    }

    private DynamicNode tests(Path document) {
        try {
            return DynamicContainer.dynamicContainer(
                    document.getFileName().toString(),
                    Fence.of(document).stream()
                            .map(
                                    fence ->
                                            DynamicTest.dynamicTest(
                                                    fence.toString(), () -> check(fence))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void check(Fence fence) throws Exception {
        if (!fence.document().equals(document)) {
            document = fence.document();
            endServer();
        }
        switch (fence.language()) {
            case "sh" -> run(fence);
            case "java", "xml" ->
                    assertTrue(
                            sources.contains(fence.text()),
                            fence + " is in no file of the examples");
            case "json" -> assertFalse(Values.json(fence.text()).isEmpty(), fence.toString());
            case "yaml" ->
                    assertFalse(
                            new YAMLMapper().readTree(fence.text()).isEmpty(), fence.toString());
            default -> fail(fence + ": nothing here can try a block of this kind");
        }
    }

    private void run(Fence fence) throws Exception {
        String text = fence.text();
        if (text.equals(ALL_TESTS) || text.contains(END_OF_SERVER)) {
            return;
        }
        if (text.startsWith(SERVE)) {
            serve(text.strip());
            return;
        }
        if (server == null && text.contains("localhost:8080")) {
            serve(SERVED);
        }
        Outcome outcome = checkout.run(atTheServer(text));

        assertEquals(0, outcome.exitCode(), fence + ": " + outcome);
    }

    private void serve(String command) throws Exception {
        endServer();
        String anywhere = "exec " + command + " --port 0 --management-port 0";
        server = Server.of(checkout.bash(anywhere).start()).awaitReady();
    }

    /** Ports are the documents' only words that are changed: others may be at home there. */
    private String atTheServer(String script) {
        return server == null
                ? script
                : script.replace("localhost:8080", "localhost:" + server.base().getPort())
                        .replace("localhost:9090", "localhost:" + server.management().getPort());
    }

    /** All code of a folder, one file after the other. */
    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.toString().matches(".*(\\.java|pom\\.xml)"))
                    .filter(each -> !each.toString().contains("/target/"))
                    .map(DocumentsIT::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
