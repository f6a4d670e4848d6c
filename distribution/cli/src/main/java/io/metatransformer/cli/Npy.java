package io.metatransformer.cli;

import io.metatransformer.api.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes NPY 1.0 (NumPy's own format): float32, little-endian, row-major. */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 14;

    private Npy() {}

    static void write(OutputStream out, Tensor tensor) throws IOException {
        byte[] header = header(tensor.shape()).getBytes(StandardCharsets.US_ASCII);
        out.write(MAGIC);
        out.write(header.length & 0xff);
        out.write(header.length >>> 8);
        out.write(header);
        FloatBuffer values = tensor.data();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            int count = Math.min(CHUNK, values.remaining());
            bytes.clear().asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }

    /** A Python dict, padded with blanks so that the values begin at a multiple of 64 bytes. */
    private static String header(int[] shape) {
        String sizes =
                Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        if (shape.length > 1) {
            sizes = sizes.substring(0, sizes.length() - 1);
        }
        String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int before = MAGIC.length + 2;
        int unpadded = before + dict.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        return dict + " ".repeat(padding) + "\n";
    }
}
