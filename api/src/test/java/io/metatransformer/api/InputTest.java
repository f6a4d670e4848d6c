package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
    private static final byte[] THREE = {1, 2, 3};

    @TempDir private Path folder;

    @Test
    void bytes_are_read_whole_again_and_again_and_cannot_be_changed() {
        Input input =
                Input.of(Modality.IMAGE, ByteBuffer.wrap(new byte[] {9, 1, 2, 3}).position(1));

        for (int i = 0; i < 2; i++) {
            ByteBuffer bytes = input.bytes(3);
            assertEquals(ByteBuffer.wrap(THREE), bytes);
            assertEquals(0, bytes.position());
            bytes.get();
            assertThrows(ReadOnlyBufferException.class, () -> bytes.put((byte) 0));
        }
    }

    @Test
    void a_file_is_labelled_with_its_name_and_read_like_bytes() throws IOException {
        Path file = Files.write(folder.resolve("cat.png"), THREE);

        Input input = Input.of(Modality.IMAGE, file);

        assertEquals("cat.png", input.name());
        assertEquals(Optional.of(file), input.path());
        assertEquals(ByteBuffer.wrap(THREE), input.bytes(3));
        assertEquals(ByteBuffer.wrap(THREE), input.head(512));
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), input.head(2));
        assertEquals("image input cat.png", input.toString());
    }

    @Test
    void the_head_of_an_empty_input_is_empty_and_its_bytes_are_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        for (Input input :
                List.of(Input.of(Modality.TEXT, new byte[0]), Input.of(Modality.TEXT, file))) {
            assertEquals(0, input.head(512).remaining());
            Refusal.of(ErrorCode.EMPTY_INPUT, () -> input.bytes(10));
        }
    }

    @Test
    void too_many_bytes_are_refused_by_name_before_they_are_read() throws IOException {
        Path file = Files.write(folder.resolve("long.csv"), THREE);

        String message =
                Refusal.of(
                        ErrorCode.LIMIT_EXCEEDED, () -> Input.of(Modality.TABULAR, file).bytes(2));

        assertEquals("long.csv is larger than 2 bytes", message);
        Refusal.of(ErrorCode.LIMIT_EXCEEDED, () -> Input.of(Modality.TABULAR, THREE).bytes(2));
    }

    @Test
    void what_is_no_file_is_refused_without_its_folder() {
        Input gone = Input.of(Modality.IMAGE, folder.resolve("gone.png"));
        Input directory = Input.of(Modality.IMAGE, folder);

        assertEquals("gone.png: no such file", Refusal.of(ErrorCode.IO_ERROR, () -> gone.bytes(9)));
        assertEquals("gone.png: no such file", Refusal.of(ErrorCode.IO_ERROR, () -> gone.head(9)));
        assertTrue(
                Refusal.of(ErrorCode.IO_ERROR, () -> directory.bytes(9))
                        .endsWith(": not a regular file"));
        Refusal.of(ErrorCode.IO_ERROR, () -> directory.head(9));
    }

    @Test
    void numbers_have_no_bytes() {
        Input input = Input.of(Modality.IMU, Tensor.of(new float[6], 2, 3));

        assertEquals(6, input.tensor().orElseThrow().elements());
        Refusal.of(ErrorCode.UNSUPPORTED_FORMAT, () -> input.bytes(9));
        Refusal.of(ErrorCode.UNSUPPORTED_FORMAT, () -> input.head(9));
    }

    @Test
    void a_stream_is_read_to_its_end_and_no_further_than_allowed() {
        Input whole = Input.read(Modality.AUDIO, new ByteArrayInputStream(THREE), 3);

        assertEquals(ByteBuffer.wrap(THREE), whole.bytes(3));
        Refusal.of(
                ErrorCode.LIMIT_EXCEEDED,
                () -> Input.read(Modality.AUDIO, new ByteArrayInputStream(THREE), 2));
        Refusal.of(ErrorCode.IO_ERROR, () -> Input.read(Modality.AUDIO, new BrokenStream(), 2));
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the line is down");
        }
    }

    @Test
    void labels_and_options_make_another_input_and_leave_this_one() {
        Map<String, Object> requested = new HashMap<>(Map.of("top_k", 3));
        requested.put("pool", null);
        Input plain = Input.of(Modality.IMAGE, THREE);

        Input other =
                plain.named("part 1")
                        .withMediaType("image/png")
                        .withOptions(requested)
                        .as(Modality.X_RAY);

        assertEquals("part 1", other.name());
        assertEquals(Optional.of("image/png"), other.mediaType());
        assertEquals(Map.of("top_k", 3), other.options());
        assertEquals(Modality.X_RAY, other.modality());
        assertEquals(ByteBuffer.wrap(THREE), other.bytes(3));
        assertEquals("input", plain.name());
        assertEquals(Map.of(), plain.options());
    }
}
