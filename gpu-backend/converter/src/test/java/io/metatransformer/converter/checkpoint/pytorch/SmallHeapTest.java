package io.metatransformer.converter.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading in a JVM of its own whose memory is a fraction of what the files hold or claim to hold. */
class SmallHeapTest {
    private static final int TENSORS = 26;
    private static final int ROWS = 1024;

    @Test
    void a_file_of_100_mib_streams_through_a_heap_of_64(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.pth");
        writeLarge(file);
        assertTrue(Files.size(file) > 100 << 20);

        String said = run(folder, "-Xmx64m", file.toString());

        // 0, 1, 2, … mod 1000 in every tensor; its sum in exact arithmetic.
        long perTensor = 0;
        for (int i = 0; i < ROWS * ROWS; i++) {
            perTensor += i % 1000;
        }
        assertEquals("read " + TENSORS * perTensor + "\n", said);
    }

    @Test
    void hostile_files_are_refused_in_a_heap_of_24(@TempDir Path folder) throws Exception {
        String[] hostile =
                PthCasesTest.hostile().map(c -> c.path().toString()).toArray(String[]::new);

        String said = run(folder, "-Xmx24m", hostile);

        assertEquals("refused\n".repeat(hostile.length), said);
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** What {@link Reader} says to these files in a JVM with this heap. */
    private static String run(Path folder, String heap, String... files) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                heap,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Reader.class.getName()));
        command.addAll(List.of(files));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "still running");
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void writeLarge(Path file) throws IOException {
        ByteBuffer values = ByteBuffer.allocate(4 * ROWS * ROWS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS * ROWS; i++) {
            values.putFloat(i % 1000);
        }
        PickleBytes pickle = PickleBytes.start().op('}');
        Archive archive = new Archive();
        for (int i = 0; i < TENSORS; i++) {
            // Every other one lies column by column.
            long[] stride = i % 2 == 0 ? new long[] {ROWS, 1} : new long[] {1, ROWS};
            pickle.text("t" + i)
                    .tensor("FloatStorage", "" + i, ROWS * ROWS, 0, new long[] {ROWS, ROWS}, stride)
                    .op('s');
            archive.with("large/data/" + i, values.array());
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            archive.with("large/data.pkl", pickle.stop()).write(out);
        }
    }

    /** Opens each file and adds up everything in it. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] files) {
            StringBuilder said = new StringBuilder();
            for (String file : files) {
                said.append(read(Path.of(file))).append('\n');
            }
            System.out.write(said.toString().getBytes(StandardCharsets.UTF_8), 0, said.length());
            System.out.flush();
        }

        private static String read(Path path) {
            try (PyTorchFile file = PyTorchFile.open(path, ReadOptions.defaults(), Progress.NONE)) {
                double sum = 0;
                for (String name : file.names()) {
                    Tensor tensor = file.get(name);
                    var data = tensor.data();
                    while (data.hasRemaining()) {
                        sum += data.get();
                    }
                }
                return "read " + Math.round(sum);
            } catch (MetaTransformerException refusal) {
                return "refused";
            }
        }
    }
}
