package io.metatransformer.graph;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {

    /** Builds a network and says why that did not work; run in a JVM of its own. */
    static final class Program {
        public static void main(String[] arguments) {
            try {
                running().close();
            } catch (MetaTransformerException e) {
                System.err.println(e.code() + ": " + e.getMessage());
            }
        }
    }

    @Test
    void a_missing_library_is_told_with_the_artifact_to_add() throws Exception {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.contains(Loader.getPlatform()))
                        .collect(Collectors.joining(File.pathSeparator));

        String said = run("-cp", classPath);

        assertTrue(said.contains("BACKEND_UNAVAILABLE"), said);
        String artifact = "org.tensorflow:tensorflow-core-native:[0-9.]+:" + Loader.getPlatform();
        assertTrue(Pattern.compile(artifact).matcher(said).find(), said);
        assertFalse(said.contains("\tat "), said);
    }

    @Test
    void the_limit_of_javacpp_is_told_with_the_flag_that_lifts_it() throws Exception {
        String said = run("-cp", System.getProperty("java.class.path"), "-Xmx16m");

        assertTrue(said.contains("INSUFFICIENT_RESOURCES"), said);
        assertTrue(said.contains("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"), said);
    }

    private static String run(String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add(Program.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return said;
    }

    @Test
    void networks_share_the_compute_threads_of_the_process() throws Exception {
        Path tasks = Path.of("/proc/self/task");
        assumeTrue(Files.isDirectory(tasks), "this system does not list its threads in /proc");
        List<Network> networks = new ArrayList<>();
        try {
            networks.add(running());
            long first = count(tasks);

            for (int i = 0; i < 20; i++) {
                networks.add(running());
            }

            long more = count(tasks) - first;
            assertTrue(more < 10, "20 more networks brought " + more + " more threads");
        } finally {
            networks.forEach(Network::close);
        }
    }

    private static Network running() {
        Network network =
                Network.build(
                        "relu",
                        Weights.none(),
                        (layers, wiring) ->
                                wiring.output("y", layers.relu(wiring.input("x", -1, 64))));
        network.run(Tensor.of(new float[64 * 512], 512, 64));
        return network;
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
