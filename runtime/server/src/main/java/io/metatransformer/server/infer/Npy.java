package io.metatransformer.server.infer;

import io.metatransformer.server.infer.Spelling.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** NPY files, version 1.0 (numpy.lib.format). */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /** @param values little-endian, row-major */
    static byte[] file(Dtype dtype, int[] shape, byte[] values) {
        String sizes = IntStream.of(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        String descr = dtype == Dtype.FLOAT16 ? "<f2" : "<f4";
        String header =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, sizes);
        int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
        String padding = " ".repeat(Math.floorMod(-unpadded, ALIGNMENT));
        byte[] text = (header + padding + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + Short.BYTES + text.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) text.length)
                .put(text)
                .put(values)
                .array();
    }
}
