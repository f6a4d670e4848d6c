package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide shows code of the example plugin, which the build compiles, tests and runs. */
class WritingAPluginTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Pattern CODE =
            Pattern.compile("```(?:java|xml)\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_piece_of_code_in_the_guide_is_in_the_example() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/writing-a-plugin.md"));
        String example = sources(ROOT.resolve("distribution/examples/morse"));

        List<String> pieces = CODE.matcher(guide).results().map(code -> code.group(1)).toList();

        assertFalse(pieces.isEmpty());
        for (String piece : pieces) {
            assertTrue(example.contains(piece), () -> "not in the example:\n" + piece);
        }
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*(\\.java|pom\\.xml)"))
                    .map(WritingAPluginTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
