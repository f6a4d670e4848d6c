package io.metatransformer.modality.hyperspectral;

import java.nio.ByteBuffer;

/** How one number is stored. Unsigned ones of 64 bits round to the nearest double. */
enum SampleType {
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    U64(8),
    I64(8),
    F32(4),
    F64(8);

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** The number at byte {@code at}, in the order of {@code buffer}. */
    double read(ByteBuffer buffer, int at) {
        return switch (this) {
            case U8 -> buffer.get(at) & 0xFF;
            case I8 -> buffer.get(at);
            case U16 -> buffer.getShort(at) & 0xFFFF;
            case I16 -> buffer.getShort(at);
            case U32 -> buffer.getInt(at) & 0xFFFFFFFFL;
            case I32 -> buffer.getInt(at);
            case U64 -> unsigned(buffer.getLong(at));
            case I64 -> buffer.getLong(at);
            case F32 -> buffer.getFloat(at);
            case F64 -> buffer.getDouble(at);
        };
    }

    /** {@code count} numbers from the start of {@code buffer}; one loop for each type that scenes usually have. */
    void read(ByteBuffer buffer, double[] into, int from, int count) {
        switch (this) {
            case U16 -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = buffer.getShort(2 * i) & 0xFFFF;
                }
            }
            case I16 -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = buffer.getShort(2 * i);
                }
            }
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = buffer.getFloat(4 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    into[from + i] = read(buffer, i * bytes);
                }
            }
        }
    }

    private static double unsigned(long bits) {
        // Half of it, with what the shift loses kept as the bit that decides rounding.
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }
}
