package io.metatransformer.api.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("w.safetensors");
    }

    @Test
    void what_was_written_is_read_back_in_the_same_order() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z", Tensor.of(new float[] {1, -0f, Float.NaN, 4, 5, 6}, 2, 3));
        tensors.put("a \"quoted\" \\ name\nü😀", Tensor.of(new float[] {7}));
        tensors.put("none", Tensor.of(new float[0], 3, 0));

        SafetensorsWriter.write(file, tensors, Map.of("k", "v\t\"ü\"", "j", ""));

        try (Safetensors read = Safetensors.open(file)) {
            assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.names()));
            assertEquals(Map.of("k", "v\t\"ü\"", "j", ""), read.metadata());
            for (String name : tensors.keySet()) {
                assertArrayEquals(tensors.get(name).shape(), read.shape(name));
                assertArrayEquals(tensors.get(name).toArray(), read.get(name).toArray());
            }
        }
    }

    @Test
    void a_tensor_larger_than_the_copying_buffer_is_whole() {
        float[] values = new float[300_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        SafetensorsWriter.write(file, Map.of("a", Tensor.of(values, 3, 100_000)), Map.of());

        try (Safetensors read = Safetensors.open(file)) {
            assertArrayEquals(values, read.get("a").toArray());
        }
    }

    @Test
    void equal_content_gives_equal_bytes_with_the_values_aligned() throws IOException {
        Map<String, Tensor> tensors = Map.of("a", Tensor.of(new float[] {1, 2}, 2));

        SafetensorsWriter.write(file, tensors, Map.of("x", "1", "b", "2", "m", "3"));
        byte[] first = Files.readAllBytes(file);
        SafetensorsWriter.write(file, tensors, Map.of("m", "3", "b", "2", "x", "1"));

        assertArrayEquals(first, Files.readAllBytes(file));
        assertEquals(0, (first[0] & 7), "header length");
    }

    @Test
    void no_tensors_at_all_is_a_file_too() {
        SafetensorsWriter.write(file, Map.of(), Map.of());

        try (Safetensors read = Safetensors.open(file)) {
            assertEquals(Set.of(), read.names());
        }
    }

    @Test
    void a_failure_half_way_leaves_neither_a_part_nor_touches_what_was_there() throws IOException {
        SafetensorsWriter.write(file, Map.of("old", Tensor.of(new float[] {1}, 1)), Map.of());
        Weights failing =
                new Weights() {
                    @Override
                    public Set<String> names() {
                        return Set.of("new");
                    }

                    @Override
                    public int[] shape(String name) {
                        return new int[] {2};
                    }

                    @Override
                    public Tensor get(String name) {
                        return Tensor.of(new float[] {1}, 1);
                    }
                };

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> SafetensorsWriter.write(file, failing, Map.of()));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        try (Safetensors read = Safetensors.open(file);
                Stream<Path> left = Files.list(folder)) {
            assertEquals(Set.of("old"), read.names());
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void a_name_that_no_file_can_hold_is_refused() {
        Tensor one = Tensor.of(new float[] {1}, 1);

        for (String name : List.of("__metadata__", "half \ud83d")) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> SafetensorsWriter.write(file, Map.of(name, one), Map.of()));
            assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        }
    }

    @Test
    void a_folder_that_does_not_exist_is_an_error_that_names_the_file() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                SafetensorsWriter.write(
                                        folder.resolve("gone/w.safetensors"), Map.of(), Map.of()));

        assertEquals(ErrorCode.IO_ERROR, refusal.code());
        assertTrue(refusal.getMessage().startsWith("w.safetensors: "), refusal.getMessage());
    }
}
