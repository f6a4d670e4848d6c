package io.metatransformer.host;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.testkit.ClosedForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Resident memory stays where it is: every native tensor and session finds its end. Looked at in a JVM whose
 * heap is too small to hide anything.
 */
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int HEAP = 48;
    private static final int TOKENS = 256;
    private static final int WIDTH = 64;
    private static final int DEPTH = 8;

    @TempDir Path temp;

    @BeforeEach
    void this_system_tells_resident_memory() {
        assumeTrue(Files.isReadable(STATUS), "no /proc here to read resident memory from");
        Exported.part(temp, EncoderConfig.plain(WIDTH, DEPTH, 4), ClosedForm.encoder(WIDTH, DEPTH));
    }

    @Test
    void thousands_of_runs_leave_nothing_behind() throws Exception {
        AnotherJvm.run(Runs.class, HEAP, List.of(temp.resolve("encoder").toString()));
    }

    @Test
    void opening_and_closing_a_model_gives_its_memory_back() throws Exception {
        AnotherJvm.run(Opens.class, HEAP, List.of(temp.resolve("encoder").toString()));
    }

    /** 64 KiB of tokens a run, and as much of features: leaked, they would be 190 MiB. */
    static final class Runs {
        public static void main(String[] arguments) throws IOException {
            TokenSequence sequence =
                    AnotherJvm.sequence(ClosedForm.tensor("input.x", TOKENS, WIDTH));
            try (EncoderSession session = open(arguments[0])) {
                flat(500, 1500, () -> session.encode(List.of(sequence)));
            }
        }
    }

    /** 1.6 MiB of weights each time: leaked, they would be 94 MiB. */
    static final class Opens {
        public static void main(String[] arguments) throws IOException {
            flat(20, 60, () -> open(arguments[0]).close());
        }
    }

    private static EncoderSession open(String folder) {
        return new TensorFlowEncoder().open(Exported.at(Path.of(folder), WIDTH, Map.of()));
    }

    /** Repeats a step until memory has settled, then as long again as {@code more} says. */
    private static void flat(int settling, int more, Runnable step) throws IOException {
        long slack = 32 << 10; // direct buffers of the JVM live until it collects its heap
        repeat(settling, step);
        long before = residentKilobytes();
        repeat(more, step);
        long grown = residentKilobytes() - before;
        if (grown > slack) {
            throw new AssertionError(more + " times left " + grown + " kB behind");
        }
    }

    private static void repeat(int times, Runnable step) {
        for (int i = 0; i < times; i++) {
            step.run();
        }
        System.gc();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
