package io.metatransformer.converter.checkpoint.pytorch;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Element types of PyTorch storages, under the names that safetensors gives them. */
enum DType {
    F64("Double", 8),
    F32("Float", 4),
    F16("Half", 2),
    BF16("BFloat16", 2),
    I64("Long", 8),
    I32("Int", 4),
    I16("Short", 2),
    I8("Char", 1),
    U8("Byte", 1),
    BOOL("Bool", 1);

    private final String storage;
    private final int bytes;

    DType(String storage, int bytes) {
        this.storage = storage + "Storage";
        this.bytes = bytes;
    }

    /** The type of {@code torch.FloatStorage} and its like. */
    static Optional<DType> ofStorage(String name) {
        for (DType type : values()) {
            if (type.storage.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Size of one element in bytes. */
    int bytes() {
        return bytes;
    }

    boolean floating() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /** The element at byte {@code at}, in the buffer's own byte order; whole numbers exact up to 2^53. */
    double toDouble(ByteBuffer from, int at) {
        return switch (this) {
            case F64 -> from.getDouble(at);
            case F32, F16, BF16 -> toFloat(from, at);
            default -> toLong(from, at);
        };
    }

    /** As {@link #toDouble}, rounded to float32. */
    float toFloat(ByteBuffer from, int at) {
        return switch (this) {
            case F64 -> (float) from.getDouble(at);
            case F32 -> from.getFloat(at);
            case F16 -> widenHalf(from.getShort(at));
            case BF16 -> Float.intBitsToFloat(from.getShort(at) << 16);
            default -> toLong(from, at);
        };
    }

    /** The whole number at byte {@code at}; of a floating type, its truncation. */
    long toLong(ByteBuffer from, int at) {
        return switch (this) {
            case I64 -> from.getLong(at);
            case I32 -> from.getInt(at);
            case I16 -> from.getShort(at);
            case I8 -> from.get(at);
            case U8 -> from.get(at) & 0xff;
            case BOOL -> from.get(at) == 0 ? 0 : 1;
            case F64, F32, F16, BF16 -> (long) toDouble(from, at);
        };
    }

    /** IEEE 754 binary16 to binary32, exact. */
    private static float widenHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
    }
}
