package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Quoted;
import java.nio.ByteBuffer;

/** A type of numbers in a PLY file, under both of its names. */
enum PlyType {
    CHAR(1, "char", "int8"),
    UCHAR(1, "uchar", "uint8"),
    SHORT(2, "short", "int16"),
    USHORT(2, "ushort", "uint16"),
    INT(4, "int", "int32"),
    UINT(4, "uint", "uint32"),
    FLOAT(4, "float", "float32"),
    DOUBLE(8, "double", "float64");

    final int bytes;
    private final String name;
    private final String alias;

    PlyType(int bytes, String name, String alias) {
        this.bytes = bytes;
        this.name = name;
        this.alias = alias;
    }

    static PlyType of(Broken broken, String word) {
        for (PlyType type : values()) {
            if (type.name.equals(word) || type.alias.equals(word)) {
                return type;
            }
        }
        throw broken.malformed(
                "has a property of type "
                        + Quoted.of(word)
                        + "; types are char, uchar, short, ushort, int, uint, float, double");
    }

    boolean isWhole() {
        return this != FLOAT && this != DOUBLE;
    }

    double read(ByteBuffer data, int at) {
        return switch (this) {
            case CHAR -> data.get(at);
            case UCHAR -> Byte.toUnsignedInt(data.get(at));
            case SHORT -> data.getShort(at);
            case USHORT -> Short.toUnsignedInt(data.getShort(at));
            case INT -> data.getInt(at);
            case UINT -> Integer.toUnsignedLong(data.getInt(at));
            case FLOAT -> data.getFloat(at);
            case DOUBLE -> data.getDouble(at);
        };
    }
}
