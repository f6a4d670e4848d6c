package io.metatransformer.converter.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.converter.checkpoint.Checkpoint;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code golden/encoder/pth}: what torch.save wrote is read exactly, what is hostile is refused. */
class PthCasesTest {
    private static final String FOLDER = "/golden/encoder/pth/";

    /** One line of {@code cases.json}. */
    record Case(String file, String expect, String content, String strip, String extra) {
        static Case of(JsonNode node) {
            return new Case(
                    node.path("file").asText(),
                    node.path("expect").asText(),
                    node.path("content").asText(),
                    node.path("strip").asText(),
                    node.path("extra_content").asText());
        }

        Path path() {
            return resource(file);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Path resource(String name) {
        try {
            return Path.of(PthCasesTest.class.getResource(FOLDER + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Case> cases(Set<String> expect) {
        try {
            JsonNode all = new ObjectMapper().readTree(resource("cases.json").toFile());
            return StreamSupport.stream(all.spliterator(), false)
                    .map(Case::of)
                    .filter(c -> expect.contains(c.expect()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Case> good() {
        return cases(Set.of("ok", "strict-fail", "strict-fail-or-cast"));
    }

    static Stream<Case> either() {
        return cases(Set.of("ok-or-refuse"));
    }

    static Stream<Case> hostile() {
        return cases(Set.of("refuse"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_is_read_exactly(Case good) {
        readAndCompare(good);
    }

    @ParameterizedTest
    @MethodSource("either")
    void an_unusual_file_is_read_exactly_or_refused(Case unusual) {
        try {
            readAndCompare(unusual);
        } catch (MetaTransformerException refusal) {
            assertTrue(refusal.getMessage().contains("pth"), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_file_is_refused_by_name_and_reason(Case hostile) {
        String name = hostile.path().getFileName().toString();

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Checkpoint.open(hostile.path()).close());

        assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("/resources/"), refusal.getMessage());
    }

    @AfterAll
    static void nothing_was_executed() {
        assertFalse(Files.exists(Path.of("pwned")));
        assertFalse(Files.exists(resource("cases.json").resolveSibling("pwned")));
        assertFalse(Files.exists(Path.of(System.getProperty("java.io.tmpdir"), "pwned")));
    }

    private static void readAndCompare(Case good) {
        try (PyTorchFile file =
                PyTorchFile.open(good.path(), ReadOptions.defaults(), Progress.NONE)) {
            int compared = 0;
            if (!good.content().isEmpty()) {
                compared += compare(file, good.content(), good.strip());
            }
            if (!good.extra().isEmpty()) {
                compared += compare(file, good.extra(), "");
            }
            if (compared > 0) {
                assertEquals(compared, file.names().size());
            }
        }
    }

    private static int compare(PyTorchFile file, String content, String prefix) {
        Golden expected = Golden.read(PthCasesTest.class, FOLDER + content);
        for (String key : expected.names()) {
            String name = prefix + key.substring("weights.".length());
            assertArrayEquals(expected.shape(key), file.shape(name), name);
            assertArrayEquals(expected.doubles(key), file.doubles(name), name);
            if (Set.of("F64", "F32", "F16", "BF16").contains(expected.dtype(key))) {
                assertEquals(expected.tensor(key), file.get(name), name);
            } else {
                assertEquals(expected.dtype(key), file.dtype(name), name);
                assertArrayEquals(expected.longs(key), file.longs(name), name);
            }
        }
        return expected.names().size();
    }
}
