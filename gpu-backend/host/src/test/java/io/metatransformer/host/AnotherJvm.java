package io.metatransformer.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.converter.EncoderExporter;
import io.metatransformer.testkit.ClosedForm;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that tests run in a JVM of their own, which has seen nothing of what was written before. */
final class AnotherJvm {
    private static final long MINUTES = 10;

    private AnotherJvm() {}

    /** Writes the closed-form encoder: folder, dim, depth, heads. */
    static final class Export {
        public static void main(String[] arguments) {
            int dim = Integer.parseInt(arguments[1]);
            int depth = Integer.parseInt(arguments[2]);
            EncoderConfig config = EncoderConfig.plain(dim, depth, Integer.parseInt(arguments[3]));
            EncoderExporter.export(
                    config, ClosedForm.encoder(dim, depth), Path.of(arguments[0]), Progress.NONE);
        }
    }

    /** Encodes closed-form batches: folder, dim, then of each its name, {@code BxN}, and the file to write. */
    static final class Encode {
        public static void main(String[] arguments) throws IOException {
            int dim = Integer.parseInt(arguments[1]);
            try (EncoderSession session =
                    new TensorFlowEncoder()
                            .open(Exported.at(Path.of(arguments[0]), dim, Map.of()))) {
                for (int i = 2; i < arguments.length; i += 3) {
                    String[] sizes = arguments[i + 1].split("x");
                    int B = Integer.parseInt(sizes[0]);
                    int N = Integer.parseInt(sizes[1]);
                    Tensor x = ClosedForm.tensor(arguments[i], B, N, dim);
                    List<TokenSequence> batch = new ArrayList<>();
                    for (int b = 0; b < B; b++) {
                        FloatBuffer rows = x.data().slice(b * N * dim, N * dim);
                        batch.add(sequence(Tensor.of(rows, N, dim)));
                    }
                    write(session.encode(batch), Path.of(arguments[i + 2]));
                }
            }
        }
    }

    static TokenSequence sequence(Tensor tokens) {
        return TokenSequence.of(
                tokens,
                Modality.of("test"),
                0,
                new Layout.Set(tokens.size(0)),
                Origin.named("test"));
    }

    private static void write(List<Features> batch, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Features features : batch) {
                Tensor values = features.values();
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.elements() * Float.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values.data());
                out.write(bytes.array());
            }
        }
    }

    static Tensor read(Path file, int... shape) throws IOException {
        FloatBuffer values =
                ByteBuffer.wrap(Files.readAllBytes(file))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
        return Tensor.of(values, shape);
    }

    /** Runs a program with this class path and this JVM's own flags, and a heap of {@code megabytes}. */
    static void run(Class<?> program, int megabytes, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dorg.bytedeco"))
                .forEach(command::add);
        command.add("-Xmx" + megabytes + "m");
        // So that resident memory does not grow with the part of the heap that was ever touched.
        command.addAll(
                List.of("-Xms" + megabytes + "m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(arguments);
        Path said = Files.createTempFile("another-jvm", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertTrue(ended, () -> program.getSimpleName() + " hangs: " + text(said));
            assertEquals(0, process.exitValue(), () -> text(said));
        } finally {
            Files.delete(said);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
