package io.metatransformer.converter.checkpoint.pytorch;

import static io.metatransformer.converter.checkpoint.pytorch.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipDirectoryTest {
    private static final byte[] ONE = "one".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TWO = "twotwo".getBytes(StandardCharsets.US_ASCII);

    private static byte[] archive() {
        return Archive.of(ONE).with("a/data/0", TWO).bytes();
    }

    private static Map<String, ZipRecord> directory(byte[] file) {
        return ZipDirectory.read(Bytes.of(file, Place.of("made.pth")));
    }

    /** Where this signature stands for the {@code nth} time, from 0. */
    private static int find(byte[] file, int signature, int nth) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0, seen = 0; at <= file.length - 4; at++) {
            if (bytes.getInt(at) == signature && seen++ == nth) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }

    private static ByteBuffer central(byte[] file, int nth) {
        return ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(find(file, 0x02014b50, nth))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void records_are_found_where_their_bytes_start() {
        byte[] file = archive();

        Map<String, ZipRecord> records = directory(file);

        assertEquals(2, records.size());
        ZipRecord two = records.get("a/data/0");
        int at = Math.toIntExact(two.at());
        assertArrayEquals(TWO, Arrays.copyOfRange(file, at, at + (int) two.size()));
    }

    @Test
    void an_archive_may_end_in_a_comment() {
        byte[] plain = archive();
        byte[] file = Arrays.copyOf(plain, plain.length + 5);
        file[plain.length - 2] = 5;

        assertEquals(2, directory(file).size());
    }

    @Test
    void folders_are_no_records() {
        byte[] file = Archive.of(ONE).with("a/data/", new byte[0]).bytes();

        assertEquals(1, directory(file).size());
    }

    @Test
    void zip64_numbers_are_taken_from_where_they_are() {
        byte[] plain = archive();
        int end = find(plain, 0x06054b50, 0);
        ByteBuffer old = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(plain, 0, end);
        ByteBuffer more = ByteBuffer.allocate(56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
        more.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
        more.putInt(0).putInt(0).putLong(2).putLong(2);
        more.putLong(old.getInt(end + 12)).putLong(old.getInt(end + 16));
        more.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        more.putInt(0x06054b50).putInt(0).putShort((short) -1).putShort((short) -1);
        more.putInt(-1).putInt(-1).putShort((short) 0);
        file.writeBytes(more.array());

        assertEquals(2, directory(file.toByteArray()).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1 << 5, 1 << 6, 1 << 13})
    void encrypted_and_patched_records_are_refused(int flag) {
        byte[] file = archive();
        central(file, 1).putShort(8, (short) flag);

        refused(ErrorCode.UNSUPPORTED, () -> directory(file), "a/data/0", "encrypted");
    }

    @Test
    void an_unknown_compression_is_refused() {
        byte[] file = archive();
        central(file, 1).putShort(10, (short) 14);

        refused(ErrorCode.UNSUPPORTED, () -> directory(file), "method 14");
    }

    @Test
    void records_that_overlap_are_refused() {
        byte[] file = Archive.of(ONE).with("a/data/0", TWO).with("a/data/1", TWO).bytes();
        central(file, 1).putInt(20, 46).putInt(24, 46);

        refused(ErrorCode.CORRUPT, () -> directory(file), "overlaps");
    }

    @Test
    void sizes_past_the_end_are_refused() {
        byte[] file = archive();
        central(file, 1).putInt(20, 1 << 30).putInt(24, 1 << 30);

        refused(ErrorCode.CORRUPT, () -> directory(file), "inside the file");
    }

    @Test
    void a_local_header_of_another_name_is_refused() {
        byte[] file = archive();
        file[find(file, 0x04034b50, 1) + 30] = 'b';

        refused(ErrorCode.CORRUPT, () -> directory(file), "contradicts");
    }

    @Test
    void more_records_than_the_directory_can_hold_are_refused() {
        byte[] file = archive();
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(find(file, 0x06054b50, 0) + 10, (short) 60000);

        refused(ErrorCode.CORRUPT, () -> directory(file), "60000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../x", "/x", "a//x", "a\\x", "./x", "a/\nx"})
    void names_that_are_paths_are_refused(String name) {
        byte[] file = Archive.of(ONE).with(name, TWO).bytes();

        refused(ErrorCode.INSECURE_CONTENT, () -> directory(file), "no plain name");
    }
}
