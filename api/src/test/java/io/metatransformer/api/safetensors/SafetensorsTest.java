package io.metatransformer.api.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {

    private static Path golden(String name) {
        try {
            return Path.of(
                    SafetensorsTest.class.getResource("/golden/safetensors/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(golden("."))) {
            List<Path> files =
                    all.filter(f -> f.getFileName().toString().startsWith(prefix))
                            .sorted()
                            .toList();
            assertFalse(files.isEmpty());
            return files;
        }
    }

    static List<Path> good() throws IOException {
        return files("good-");
    }

    static List<Path> bad() throws IOException {
        return files("bad-");
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_well_formed_file_is_read_from_disk_and_from_memory(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));

        try (Safetensors disk = Safetensors.open(path);
                Safetensors memory = Safetensors.of(bytes, "memory")) {
            assertEquals(List.copyOf(disk.names()), List.copyOf(memory.names()));
            for (String name : disk.names()) {
                assertEquals(disk.raw(name), memory.raw(name));
                assertArrayEquals(disk.doubles(name), memory.doubles(name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_malformed_file_is_refused_by_name(Path path) {
        var refusal = assertThrows(MetaTransformerException.class, () -> Safetensors.open(path));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code(), refusal.getMessage());
        assertTrue(
                refusal.getMessage().startsWith(path.getFileName() + ": "), refusal.getMessage());
    }

    @Test
    void every_type_is_read_with_its_values() {
        try (Safetensors file = Safetensors.open(golden("good-all-dtypes.safetensors"))) {
            assertEquals(Map.of("format", "pt", "note", "ünïcode"), file.metadata());
            assertArrayEquals(
                    new double[] {0.7376294732093811, 1.9459291696548462, -0.6995416283607483},
                    file.doubles("f64"));
            assertArrayEquals(
                    new float[] {0.7376294732093811f, 1.9459291696548462f, -0.6995416283607483f},
                    file.get("f64").toArray());
            assertArrayEquals(
                    new double[] {
                        -1.3022973537445068,
                        -0.5132622122764587,
                        -0.26961955428123474,
                        0.24618466198444366,
                        0.4839252829551697,
                        0.45041778683662415
                    },
                    file.doubles("f32"));
            assertArrayEquals(new int[] {2, 3}, file.shape("f32"));
            assertArrayEquals(
                    new double[] {-0.95703125, 1.5009765625, -0.3134765625, -0.2342529296875},
                    file.doubles("f16"));
            assertArrayEquals(
                    new double[] {-1.0703125, 0.1650390625, 0.11572265625, 0.3828125},
                    file.doubles("bf16"));
            assertArrayEquals(new long[] {-1152921504606846976L, 3}, file.longs("i64"));
            assertArrayEquals(new long[] {-7, 8}, file.longs("i32"));
            assertArrayEquals(new long[] {-7, 8}, file.longs("i16"));
            assertArrayEquals(new long[] {-7, 8}, file.longs("i8"));
            assertArrayEquals(new long[] {7, 200}, file.longs("u8"));
            assertArrayEquals(new long[] {1, 0}, file.longs("bool"));
            assertArrayEquals(new int[] {0, 5}, file.shape("empty"));
            assertEquals(0, file.get("empty").elements());
            assertArrayEquals(new int[0], file.shape("scalar"));
            assertArrayEquals(new float[] {2.5f}, file.get("scalar").toArray());
            assertEquals("BF16", file.dtype("bf16"));
        }
    }

    @Test
    void values_follow_the_offsets_not_the_order_of_the_header() {
        try (Safetensors file = Safetensors.open(golden("good-reordered.safetensors"))) {
            assertEquals(List.of("b", "a"), List.copyOf(file.names()));
            assertArrayEquals(new float[] {1, 2}, file.get("a").toArray());
            assertArrayEquals(new float[] {3, 4}, file.get("b").toArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"U16,2,65535", "U32,4,4294967295"})
    void unsigned_numbers_of_newer_writers_stay_unsigned(String dtype, int bytes, long most) {
        Safetensors file = Made.of(dtype, "[1]", new byte[] {-1, -1, -1, -1}, bytes);

        assertArrayEquals(new long[] {most}, file.longs("a"));
        assertArrayEquals(new double[] {most}, file.doubles("a"));
    }

    @Test
    void a_whole_number_past_the_signed_range_is_refused() {
        Safetensors file = Made.of("U64", "[1]", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, 8);

        assertEquals(
                ErrorCode.BAD_WEIGHTS,
                assertThrows(MetaTransformerException.class, () -> file.longs("a")).code());
    }

    @ParameterizedTest
    @CsvSource({"F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"})
    void eight_bit_floats_are_handed_out_raw_only(String dtype) {
        Safetensors file = Made.of(dtype, "[2]", new byte[] {1, 2}, 2);

        assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), file.raw("a"));
        for (var read : List.<Runnable>of(() -> file.get("a"), () -> file.doubles("a"))) {
            var refusal = assertThrows(MetaTransformerException.class, read::run);
            assertTrue(refusal.getMessage().contains(dtype), refusal.getMessage());
        }
    }

    @Test
    void whole_numbers_are_no_weights() {
        try (Safetensors file = Safetensors.open(golden("good-all-dtypes.safetensors"))) {
            var refusal = assertThrows(MetaTransformerException.class, () -> file.get("i32"));

            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
            assertTrue(refusal.getMessage().contains("'i32' holds I32"), refusal.getMessage());
        }
    }

    @Test
    void a_missing_tensor_is_named() {
        try (Safetensors file = Safetensors.open(golden("good-empty.safetensors"))) {
            for (var read :
                    List.<Runnable>of(
                            () -> file.get("w"),
                            () -> file.shape("w"),
                            () -> file.raw("w"),
                            () -> file.longs("w"),
                            () -> file.doubles("w"),
                            () -> file.dtype("w"))) {
                var refusal = assertThrows(MetaTransformerException.class, read::run);
                assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
                assertTrue(refusal.getMessage().contains("'w'"), refusal.getMessage());
            }
        }
    }

    @Test
    void what_was_closed_says_so_and_closing_twice_does_nothing() {
        Safetensors file = Safetensors.open(golden("good-all-dtypes.safetensors"));
        Safetensors memory = Made.of("F32", "[1]", new byte[4], 4);

        for (Safetensors closed : List.of(file, memory)) {
            closed.close();
            closed.close();

            String name = closed.names().contains("f32") ? "f32" : "a";
            var refusal = assertThrows(MetaTransformerException.class, () -> closed.get(name));
            assertEquals(ErrorCode.CLOSED, refusal.code());
        }
    }

    @Test
    void a_file_that_is_not_there_is_named_without_its_folder(@TempDir Path folder) {
        var missing =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Safetensors.open(folder.resolve("gone.safetensors")));
        var directory =
                assertThrows(MetaTransformerException.class, () -> Safetensors.open(folder));

        assertEquals(ErrorCode.IO_ERROR, missing.code());
        assertEquals("gone.safetensors: no such file", missing.getMessage());
        assertEquals(ErrorCode.IO_ERROR, directory.code());
    }

    @Test
    void the_interruption_of_one_reader_leaves_the_file_open_for_all() {
        try (Safetensors file = Safetensors.open(golden("good-all-dtypes.safetensors"))) {
            Thread.currentThread().interrupt();

            var refusal = assertThrows(MetaTransformerException.class, () -> file.get("f32"));

            assertEquals(ErrorCode.CANCELLED, refusal.code());
            assertTrue(Thread.interrupted());
            assertEquals(6, file.get("f32").elements());
        }
    }

    @Test
    void a_file_that_changes_under_an_open_reader_is_refused(@TempDir Path folder)
            throws IOException {
        Path path = folder.resolve("w.safetensors");
        Files.copy(golden("good-reordered.safetensors"), path);
        try (Safetensors file = Safetensors.open(path)) {
            byte[] half = new byte[(int) Files.size(path) - 4];
            Files.write(path, half);

            var refusal = assertThrows(MetaTransformerException.class, () -> file.get("b"));

            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
            assertTrue(refusal.getMessage().contains("shorter"), refusal.getMessage());
        }
    }

    @Test
    void many_threads_read_one_file() {
        try (Safetensors file = Safetensors.open(golden("good-all-dtypes.safetensors"))) {
            byte[] f32 = new byte[24];
            file.raw("f32").get(f32);

            List<ByteBuffer> read =
                    Stream.generate(() -> "f32").limit(400).parallel().map(file::raw).toList();

            read.forEach(each -> assertEquals(ByteBuffer.wrap(f32), each));
        }
    }
}
