package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.safetensors.SafetensorsWriter;
import io.metatransformer.converter.checkpoint.pytorch.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Tensor ONE = Tensor.of(new float[] {1, 2}, 2);
    private static final Tensor TWO = Tensor.of(new float[] {3, 4, 5}, 3);

    @TempDir private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path shards(String index) throws IOException {
        SafetensorsWriter.write(folder.resolve("one.safetensors"), Map.of("a", ONE), Map.of());
        SafetensorsWriter.write(folder.resolve("two.safetensors"), Map.of("b", TWO), Map.of());
        return file("model.safetensors.index.json", index);
    }

    private static String refused(ErrorCode code, Path file) {
        return Written.refused(code, () -> Checkpoint.open(file).close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE html><html>404</html> | UNSUPPORTED_FORMAT | web page",
                "  <HTML><body>login</body> | UNSUPPORTED_FORMAT | web page",
                "version https://git-lfs.github.com/spec/v1 | UNSUPPORTED_FORMAT | git lfs pull",
                "Not Found | UNSUPPORTED_FORMAT | a text",
                "PK\5\6 | CORRUPT | zip archive"
            })
    void what_is_no_checkpoint_is_told_by_its_content(String content, ErrorCode code, String words)
            throws IOException {
        Path file = file("weights.pth", content);

        Written.says(refused(code, file), "weights.pth", words);
    }

    @Test
    void a_failed_download_is_recognised_under_any_name() throws IOException {
        Path file =
                file(
                        "model.safetensors",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:0");

        Written.says(refused(ErrorCode.UNSUPPORTED_FORMAT, file), "Git LFS pointer");
    }

    @Test
    void files_of_other_formats_are_named() throws IOException {
        Written.says(
                refused(ErrorCode.UNSUPPORTED_FORMAT, file("a.bin", "\u001f\u008b\b")), "gzip");
        Written.says(refused(ErrorCode.UNSUPPORTED_FORMAT, file("a.h5", "\u0089HDF\r\n")), "HDF5");
        Written.says(
                refused(ErrorCode.UNSUPPORTED_FORMAT, file("a.x", "\u0001\u0002")), "not known");
        Written.says(refused(ErrorCode.UNSUPPORTED, file("a.tar", "storages\0")), "0.1.10");
        Written.says(refused(ErrorCode.EMPTY_INPUT, file("a.pth", "")), "empty");
        Written.says(refused(ErrorCode.IO_ERROR, folder.resolve("nobody.pth")), "nobody.pth");
        Written.says(refused(ErrorCode.IO_ERROR, folder), folder.getFileName().toString());
    }

    @Test
    void a_safetensors_file_is_recognised_whatever_its_name() {
        Path file = folder.resolve("weights.pth");
        SafetensorsWriter.write(file, Map.of("a", ONE), Map.of());

        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertEquals(Set.of("a"), checkpoint.names());
            assertEquals(ONE, checkpoint.get("a"));
            assertEquals("F32", checkpoint.dtype("a"));
            Written.says(Written.refused(ErrorCode.BAD_WEIGHTS, () -> checkpoint.get("x")), "'x'");
        }
    }

    @Test
    void a_closed_checkpoint_reads_no_more() {
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, Map.of("a", ONE), Map.of());
        Checkpoint checkpoint = Checkpoint.open(file);

        checkpoint.close();
        checkpoint.close();

        Written.refused(ErrorCode.CLOSED, () -> checkpoint.get("a"));
    }

    @Test
    void hashing_tells_its_progress_and_ends_at_the_whole() {
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, Map.of("a", ONE), Map.of());
        List<Long> done = new ArrayList<>();

        try (Checkpoint checkpoint = Checkpoint.open(file, ReadOptions.defaults(), Progress.NONE)) {
            checkpoint.sha256((stage, bytes, total) -> done.add(total - bytes));
        }

        assertEquals(0L, done.get(done.size() - 1));
    }

    @Test
    void shards_are_one_checkpoint() throws IOException {
        Path index =
                shards(
                        "{\"metadata\": {}, \"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");

        try (Checkpoint checkpoint = Checkpoint.open(index)) {
            assertEquals(Set.of("a", "b"), checkpoint.names());
            assertEquals(TWO, checkpoint.get("b"));
            String before = checkpoint.sha256(Progress.NONE);
            SafetensorsWriter.write(folder.resolve("two.safetensors"), Map.of("b", ONE), Map.of());
            assertTrue(!before.equals(checkpoint.sha256(Progress.NONE)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../one.safetensors",
                "/etc/passwd",
                "a/b.safetensors",
                "..",
                ".hidden",
                "a\\\\b",
                ""
            })
    void a_shard_is_a_plain_name_in_the_same_folder(String name) throws IOException {
        Path index = shards("{\"weight_map\": {\"a\": \"" + name + "\"}}");

        Written.says(refused(ErrorCode.INSECURE_CONTENT, index), "plain file name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"weight_map\": {\"a\": \"two.safetensors\"}} | BAD_WEIGHTS | 'a' is not in the shard",
                "{\"weight_map\": {\"b\": \"two.safetensors\", \"a\": \"two.safetensors\"}} | BAD_WEIGHTS | 'a'",
                "{\"weight_map\": {\"a\": \"none.safetensors\"}} | IO_ERROR | none.safetensors",
                "{\"weight_map\": {}} | BAD_WEIGHTS | weight_map",
                "{\"layers\": 12} | BAD_WEIGHTS | weight_map",
                "{\"weight_map\": {\"a\": 1}} | INSECURE_CONTENT | plain file name",
                "{\"weight_map\": {\"a\": \"model.safetensors.index.json\"}} | BAD_WEIGHTS | itself",
                "{\"weight_map\" | MALFORMED | line 1"
            })
    void an_index_that_does_not_fit_its_shards_is_refused(String json, ErrorCode code, String words)
            throws IOException {
        Written.says(refused(code, shards(json)), words);
    }

    @Test
    void a_shard_with_a_tensor_that_the_index_does_not_know_is_refused() throws IOException {
        Path index = shards("{\"weight_map\": {\"a\": \"one.safetensors\"}}");
        SafetensorsWriter.write(
                folder.resolve("one.safetensors"), Map.of("a", ONE, "c", TWO), Map.of());

        Written.says(refused(ErrorCode.BAD_WEIGHTS, index), "'c'");
    }
}
