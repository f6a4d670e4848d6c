package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input at the command line: one line that helps, and an exit code that says whose turn it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongCommandIT {
    private static final int USAGE = 2;
    private static final int CALLER = 3;
    private static final int PLUGIN = 4;
    private static final int MACHINE = 5;

    private final Packaged packaged = Packaged.original();
    private Path wrong;

    @BeforeAll
    void wrongFiles(@TempDir Path folder) throws IOException {
        wrong = folder;
        BadFiles.write(folder);
    }

    /** What is asked, whose turn it is, and what the line says. */
    record Case(List<String> arguments, int exitCode, String said) {
        @Override
        public String toString() {
            return String.join(" ", arguments);
        }
    }

    static List<Case> wrongCommands() {
        return List.of(
                of(USAGE, "Unknown option: '--polling'", "embed", "--polling", "mean", "cat.png"),
                of(USAGE, "Missing required parameter", "embed"),
                of(USAGE, "metatransformer", "embedd", "cat.png"),
                of(MACHINE, "no such file", "embed", "absent.png"),
                of(MACHINE, "not a regular file", "embed", "--modality", "image", "folder"),
                of(CALLER, "EMPTY_INPUT", "embed", "--modality", "image", "empty.png"),
                of(CALLER, "TRUNCATED", "embed", "truncated.png"),
                of(CALLER, "LIMIT_EXCEEDED", "embed", "bomb.png"),
                of(CALLER, "name the modality", "embed", "noise.bin"),
                of(CALLER, "UNSUPPORTED_FORMAT", "embed", "--modality", "image", "noise.bin"),
                of(CALLER, "SHAPE_MISMATCH", "embed", "--modality", "time-series", "ragged.csv"),
                of(CALLER, "UNKNOWN_MODALITY", "embed", "--modality", "imagee", "cat.png"),
                of(CALLER, "UNKNOWN_MODEL", "embed", "--model", "absent", "cat.png"),
                of(CALLER, "UNKNOWN_HEAD", "predict", "--head", "absent", "cat.png"),
                of(CALLER, "BAD_CONFIG", "embed", "--option", "sides=3", "cat.png"),
                of(CALLER, "BAD_CONFIG", "embed", "--pooling", "median", "cat.png"),
                of(CALLER, "UNKNOWN_PLUGIN", "plugins", "show", "absent"),
                of(CALLER, "INSECURE_CONTENT", "import", "hostile.pth", "--as", "hostile"),
                of(CALLER, "UNSUPPORTED_FORMAT", "import", "noise.bin", "--as", "noise"),
                of(PLUGIN, "BAD_WEIGHTS", "import", "no-encoder.safetensors", "--as", "none"),
                of(CALLER, "CONFLICT", "import", "no-encoder.safetensors", "--as", "default"),
                of(CALLER, "INVALID_REQUEST", "import", "no-encoder.safetensors", "--as", "A b"));
    }

    private static Case of(int exitCode, String said, String... arguments) {
        return new Case(List.of(arguments), exitCode, said);
    }

    @ParameterizedTest
    @MethodSource("wrongCommands")
    void a_wrong_command_is_told_in_one_line_whose_turn_it_is(Case wrongCommand) throws Exception {
        Object[] arguments =
                wrongCommand.arguments().stream()
                        .map(
                                each ->
                                        each.contains(".") || each.equals("folder")
                                                ? wrong.resolve(each)
                                                : each)
                        .toArray();

        Outcome outcome = packaged.run(arguments);

        assertEquals(wrongCommand.exitCode(), outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains(wrongCommand.said()), outcome.toString());
        assertFalse(outcome.err().contains("\tat "), "a stack trace: " + outcome);
        if (outcome.exitCode() != USAGE) { // which repeats the arguments as they came
            assertFalse(outcome.err().contains(wrong.toString()), "a path: " + outcome);
        }
    }
}
