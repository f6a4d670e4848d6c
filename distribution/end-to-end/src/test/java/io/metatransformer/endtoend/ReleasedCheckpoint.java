package io.metatransformer.endtoend;

import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.ClosedForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an encoder as {@code torch.save} does, under the names of the released files: an archive of a pickle
 * and one record per tensor.
 */
final class ReleasedCheckpoint {
    private ReleasedCheckpoint() {}

    static void write(Path file, ClosedForm encoder) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream archive = new ZipOutputStream(out)) {
            archive.setMethod(ZipOutputStream.STORED);
            Pickle pickle = new Pickle();
            int record = 0;
            for (String name : encoder.names()) {
                pickle.tensor(name, record++, encoder.get(name).shape());
            }
            put(archive, "data.pkl", pickle.end());
            record = 0;
            for (String name : encoder.names()) {
                put(archive, "data/" + record++, bytes(encoder.get(name)));
            }
            put(archive, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void put(ZipOutputStream archive, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry("archive/" + name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        archive.putNextEntry(entry);
        archive.write(bytes);
        archive.closeEntry();
    }

    private static byte[] bytes(Tensor tensor) {
        ByteBuffer bytes =
                ByteBuffer.allocate(tensor.elements() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.data());
        return bytes.array();
    }

    /** A dictionary of tensors, protocol 2. */
    private static final class Pickle {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Pickle() {
            op(0x80, 2).op('}').op('(');
        }

        void tensor(String name, int record, int[] shape) {
            text(name).global("torch._utils", "_rebuild_tensor_v2").op('(').op('(');
            text("storage").global("torch", "FloatStorage").text(Integer.toString(record));
            int elements = 1;
            for (int size : shape) {
                elements *= size;
            }
            text("cpu").number(elements).op('t').op('Q').number(0);
            op('(');
            for (int size : shape) {
                number(size);
            }
            op('t').op('(');
            int stride = elements;
            for (int size : shape) {
                stride /= size;
                number(stride);
            }
            op('t').op(0x89).global("collections", "OrderedDict").op(')').op('R');
            op('t').op('R');
        }

        byte[] end() {
            op('u').op('.');
            return bytes.toByteArray();
        }

        private Pickle op(int... codes) {
            for (int code : codes) {
                bytes.write(code);
            }
            return this;
        }

        private Pickle text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op('X').int32(utf8.length);
            bytes.writeBytes(utf8);
            return this;
        }

        private Pickle number(int number) {
            return op('J').int32(number);
        }

        private Pickle global(String module, String name) {
            op('c');
            bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        private Pickle int32(int value) {
            return op(value, value >> 8, value >> 16, value >> 24);
        }
    }
}
