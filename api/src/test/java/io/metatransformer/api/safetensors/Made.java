package io.metatransformer.api.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files made by hand, to hold what no writer would write. */
final class Made {
    private Made() {}

    /** A file of one tensor {@code a}, with the first {@code bytes} of {@code data}. */
    static Safetensors of(String dtype, String shape, byte[] data, int bytes) {
        String header =
                "{\"a\":{\"dtype\":\""
                        + dtype
                        + "\",\"shape\":"
                        + shape
                        + ",\"data_offsets\":[0,"
                        + bytes
                        + "]}}";
        return open(header, ByteBuffer.wrap(data, 0, bytes));
    }

    static Safetensors open(String header, ByteBuffer data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + data.remaining())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data)
                        .flip();
        return Safetensors.of(file, "made");
    }
}
