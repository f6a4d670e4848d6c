package io.metatransformer.server.infer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Tensor;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.infer.Spelling.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Writes the numbers of an embedding as its reader wants them. */
public final class Vectors {
    private static final int INT8_MAX = 127;

    private Vectors() {}

    /** Members {@code shape}, {@code dtype} and {@code scale} where they apply, and {@code embedding}. */
    static void write(JsonGenerator out, Tensor vectors, Spelling spelling) throws IOException {
        out.writeFieldName("shape");
        out.writeArray(vectors.shape(), 0, vectors.rank());
        if (spelling.dtype() != Dtype.FLOAT32) {
            out.writeStringField("dtype", spelling.dtype().word());
        }
        if (spelling.dtype() == Dtype.INT8) {
            out.writeNumberField("scale", scale(vectors));
        }
        out.writeFieldName("embedding");
        if (spelling.encoding() == Encoding.BASE64) {
            out.writeBinary(bytes(vectors, spelling.dtype()));
        } else if (vectors.rank() == 1) {
            row(out, vectors.data(), vectors.size(0), scale(vectors), spelling.dtype());
        } else {
            rows(out, vectors, spelling.dtype());
        }
    }

    private static void rows(JsonGenerator out, Tensor vectors, Dtype dtype) throws IOException {
        FloatBuffer values = vectors.data();
        float scale = scale(vectors);
        out.writeStartArray();
        for (int n = 0; n < vectors.size(0); n++) {
            row(out, values, vectors.size(1), scale, dtype);
        }
        out.writeEndArray();
    }

    private static void row(
            JsonGenerator out, FloatBuffer values, int width, float scale, Dtype dtype)
            throws IOException {
        out.writeStartArray();
        if (dtype == Dtype.BINARY) {
            byte[] bits = new byte[(width + 7) / 8];
            signs(values, width, bits, 0);
            for (byte eight : bits) {
                out.writeNumber(eight & 0xFF);
            }
        } else {
            for (int d = 0; d < width; d++) {
                float value = values.get();
                switch (dtype) {
                    case FLOAT16 -> out.writeNumber(Half.toFloat(Half.of(value)));
                    case INT8 -> out.writeNumber(quantised(value, scale));
                    default -> out.writeNumber(value);
                }
            }
        }
        out.writeEndArray();
    }

    /** Little-endian; the bits of each row fill whole bytes. */
    public static byte[] bytes(Tensor vectors, Dtype dtype) {
        FloatBuffer values = vectors.data();
        if (dtype == Dtype.BINARY) {
            int width = vectors.size(vectors.rank() - 1);
            int rows = vectors.elements() / width;
            int stride = (width + 7) / 8;
            byte[] bits = new byte[rows * stride];
            for (int n = 0; n < rows; n++) {
                signs(values, width, bits, n * stride);
            }
            return bits;
        }
        int size = dtype == Dtype.FLOAT32 ? 4 : dtype == Dtype.FLOAT16 ? 2 : 1;
        ByteBuffer out =
                ByteBuffer.allocate(Math.multiplyExact(size, vectors.elements()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        float scale = scale(vectors);
        while (values.hasRemaining()) {
            float value = values.get();
            switch (dtype) {
                case FLOAT16 -> out.putShort(Half.of(value));
                case INT8 -> out.put((byte) quantised(value, scale));
                default -> out.putFloat(value);
            }
        }
        return out.array();
    }

    /** The first value is the highest bit of the first byte. */
    private static void signs(FloatBuffer values, int width, byte[] bits, int at) {
        for (int d = 0; d < width; d++) {
            if (values.get() > 0) {
                bits[at + d / 8] |= (byte) (0x80 >>> d % 8);
            }
        }
    }

    /** What an int8 of 1 stands for: the largest magnitude becomes 127. */
    private static float scale(Tensor vectors) {
        float largest = 0;
        FloatBuffer values = vectors.data();
        while (values.hasRemaining()) {
            largest = Math.max(largest, Math.abs(values.get()));
        }
        return largest == 0 ? 1 : largest / INT8_MAX;
    }

    private static int quantised(float value, float scale) {
        return (int) Math.max(-INT8_MAX, Math.min(INT8_MAX, Math.rint(value / scale)));
    }
}
