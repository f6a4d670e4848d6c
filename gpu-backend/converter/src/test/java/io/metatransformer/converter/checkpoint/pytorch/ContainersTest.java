package io.metatransformer.converter.checkpoint.pytorch;

import static io.metatransformer.converter.checkpoint.pytorch.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made by hand where no golden one exists. */
class ContainersTest {
    private static final long[] FOUR = {4};
    private static final long[] ONE = {1};

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static PickleBytes weight(PickleBytes pickle, String name, String key) {
        return pickle.text(name).tensor("FloatStorage", key, 4, 0, FOUR, ONE).op('s');
    }

    private static byte[] oneTensor() {
        return weight(PickleBytes.start().op('}'), "w", "0").stop();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static double[] doubles(StoredTensor tensor) {
        double[] values = new double[tensor.elements];
        new TensorReader(tensor)
                .read((i, from, at) -> values[i] = tensor.storage.type.toDouble(from, at));
        return values;
    }

    @Test
    void a_big_endian_archive_is_swapped() {
        byte[] file =
                Archive.of(oneTensor())
                        .with("a/byteorder", ascii("big"))
                        .with("a/data/0", floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4))
                        .bytes();

        assertArrayEquals(new double[] {1, 2, 3, 4}, doubles(Archive.read(file).get("w")));
    }

    @Test
    void a_byte_order_that_nobody_knows_is_refused() {
        byte[] file =
                Archive.of(oneTensor())
                        .with("a/byteorder", ascii("middle"))
                        .with("a/data/0", floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4))
                        .bytes();

        refused(ErrorCode.CORRUPT, () -> Archive.read(file), "'middle'");
    }

    @Test
    void bytes_behind_the_pickle_are_refused() {
        byte[] pickle = oneTensor();
        byte[] longer = Arrays.copyOf(pickle, pickle.length + 1);
        byte[] file =
                Archive.of(longer)
                        .with("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                        .bytes();

        refused(ErrorCode.CORRUPT, () -> Archive.read(file), "byte " + pickle.length);
    }

    @Test
    void an_archive_that_torch_did_not_write_is_told_so() {
        refused(
                ErrorCode.CORRUPT,
                () -> Archive.read(new Archive().with("x.txt", ascii("x")).bytes()),
                "torch.save");
    }

    private static byte[] deflated(byte[] pickle, byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var record : Map.of("a/data.pkl", pickle, "a/data/0", data).entrySet()) {
                zip.putNextEntry(new ZipEntry(record.getKey()));
                zip.write(record.getValue());
            }
        }
        return out.toByteArray();
    }

    @Test
    void deflated_records_are_read_up_to_a_limit() throws IOException {
        byte[] data = floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4);
        byte[] file = deflated(oneTensor(), data);
        byte[] pickle = oneTensor();

        assertArrayEquals(new double[] {1, 2, 3, 4}, doubles(Archive.read(file).get("w")));
        refused(
                ErrorCode.LIMIT_EXCEEDED,
                () ->
                        Archive.read(
                                file, ReadOptions.defaults().withInflatedBytes(pickle.length - 1)),
                "inflate");
    }

    @Test
    void a_bomb_is_refused_by_its_limit_and_by_its_ratio() {
        Path bomb = PthCasesTest.resource("hostile/zip-bomb-64m.pth");

        refused(
                ErrorCode.LIMIT_EXCEEDED,
                () ->
                        PyTorchFile.open(
                                bomb,
                                ReadOptions.defaults().withInflatedBytes(16 << 20),
                                Progress.NONE),
                "67108864");
        refused(
                ErrorCode.LIMIT_EXCEEDED,
                () -> PyTorchFile.open(bomb, ReadOptions.defaults(), Progress.NONE),
                "67108864");
    }

    @Test
    void a_named_root_is_taken_and_others_are_offered() {
        PickleBytes pickle = PickleBytes.start().op('}');
        for (String root : new String[] {"student", "teacher"}) {
            weight(pickle.text(root).op('}'), root + ".w", "0").op('s');
        }
        byte[] file =
                Archive.of(pickle.stop())
                        .with("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                        .bytes();

        refused(
                ErrorCode.BAD_WEIGHTS,
                () -> Archive.read(file),
                "tensors are in 'student', 'teacher'");
        assertEquals(
                Set.of("teacher.w"),
                Archive.read(file, ReadOptions.defaults().withRoot("teacher")).keySet());
        refused(
                ErrorCode.BAD_WEIGHTS,
                () -> Archive.read(file, ReadOptions.defaults().withRoot("ema")),
                "'ema'");
    }

    @Test
    void a_tensor_whose_name_is_no_text_is_refused() {
        byte[] pickle =
                PickleBytes.start()
                        .ascii("}K\1")
                        .tensor("FloatStorage", "0", 4, 0, FOUR, ONE)
                        .op('s')
                        .stop();
        byte[] file =
                Archive.of(pickle)
                        .with("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                        .bytes();

        refused(ErrorCode.BAD_WEIGHTS, () -> Archive.read(file), "name is no text");
    }

    @Test
    void a_few_bytes_under_thousands_of_names_are_refused() {
        PickleBytes pickle = PickleBytes.start().op('}');
        for (int i = 0; i < 50; i++) {
            pickle.text("w" + i)
                    .tensor("FloatStorage", "0", 4, 0, new long[] {1 << 20}, new long[] {0})
                    .op('s');
        }
        byte[] file =
                Archive.of(pickle.stop())
                        .with("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                        .bytes();

        refused(ErrorCode.LIMIT_EXCEEDED, () -> Archive.read(file), "50 tensors");
    }

    private static byte[] legacy(boolean little, byte[] object, byte[] keys, byte[] tail)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(
                PickleBytes.start()
                        .op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                        .stop());
        out.write(PickleBytes.start().number(1001).stop());
        out.write(
                PickleBytes.start()
                        .op('}')
                        .text("protocol_version")
                        .number(1001)
                        .op('s')
                        .text("little_endian")
                        .op(little ? 0x88 : 0x89)
                        .op('s')
                        .stop());
        out.write(object);
        out.write(keys);
        out.write(tail);
        return out.toByteArray();
    }

    private static PickleBytes legacyWeight(
            PickleBytes pickle, String name, String type, long count) {
        return pickle.text(name)
                .global("torch._utils", "_rebuild_tensor")
                .ascii("((")
                .text("storage")
                .global("torch", type)
                .text("k")
                .text("cpu")
                .number(count)
                .ascii("NtQ")
                .number(0)
                .tuple(count)
                .tuple(1)
                .ascii("tRs");
    }

    @Test
    void a_legacy_file_of_a_big_endian_machine_is_swapped() throws IOException {
        byte[] object = legacyWeight(PickleBytes.start().op('}'), "w", "FloatStorage", 2).stop();
        byte[] keys = PickleBytes.start().op(']').text("k").op('a').stop();
        byte[] tail = ByteBuffer.allocate(16).putLong(2).putFloat(5).putFloat(6).array();

        byte[] file = legacy(false, object, keys, tail);

        assertArrayEquals(new double[] {5, 6}, doubles(Archive.read(file).get("w")));
    }

    @Test
    void a_legacy_storage_has_one_description_and_is_listed_once() throws IOException {
        PickleBytes two = legacyWeight(PickleBytes.start().op('}'), "w", "FloatStorage", 2);
        byte[] contradictory = legacyWeight(two, "v", "IntStorage", 2).stop();
        byte[] object = legacyWeight(PickleBytes.start().op('}'), "w", "FloatStorage", 2).stop();
        byte[] once = PickleBytes.start().op(']').text("k").op('a').stop();
        byte[] twice = PickleBytes.start().op(']').text("k").op('a').text("k").op('a').stop();
        byte[] none = PickleBytes.start().op(']').stop();
        byte[] tail =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(2)
                        .putFloat(5)
                        .putFloat(6)
                        .array();

        byte[] first = legacy(true, contradictory, once, tail);
        byte[] second = legacy(true, object, twice, tail);
        byte[] third = legacy(true, object, none, new byte[0]);

        refused(ErrorCode.CORRUPT, () -> Archive.read(first), "two ways");
        refused(ErrorCode.CORRUPT, () -> Archive.read(second), "one twice");
        refused(ErrorCode.CORRUPT, () -> Archive.read(third), "not in the file's list");
    }

    @Test
    void a_closed_file_reads_no_more(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("w.pth");
        Files.write(
                path,
                Archive.of(oneTensor())
                        .with("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                        .bytes());
        PyTorchFile file = PyTorchFile.open(path, ReadOptions.defaults(), Progress.NONE);
        assertArrayEquals(new float[] {1, 2, 3, 4}, file.get("w").toArray());

        file.close();
        file.close();

        refused(ErrorCode.CLOSED, () -> file.get("w"), "'w.pth'");
        assertEquals("F32", file.dtype("w"));
    }

    @Test
    void checking_tells_its_progress(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("w.pth");
        Files.write(
                path,
                Archive.of(oneTensor())
                        .with("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4))
                        .bytes());
        StringBuilder told = new StringBuilder();

        PyTorchFile.open(
                        path,
                        ReadOptions.defaults(),
                        (stage, done, total) -> told.append(stage + " " + done + "/" + total))
                .close();

        assertEquals("check 16/16", told.toString());
    }
}
