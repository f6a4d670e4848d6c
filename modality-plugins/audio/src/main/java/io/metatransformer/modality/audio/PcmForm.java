package io.metatransformer.modality.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one sample is stored, and the number that it stands for. */
enum PcmForm {
    U8(1) {
        @Override
        double at(ByteBuffer data, int at) {
            return ((data.get(at) & 0xFF) - 128) / 128.0;
        }
    },
    S8(1) {
        @Override
        double at(ByteBuffer data, int at) {
            return data.get(at) / 128.0;
        }
    },
    S16(2) {
        @Override
        double at(ByteBuffer data, int at) {
            return data.getShort(at) / 32_768.0;
        }
    },
    S24(3) {
        @Override
        double at(ByteBuffer data, int at) {
            boolean little = data.order() == ByteOrder.LITTLE_ENDIAN;
            int high = data.get(little ? at + 2 : at);
            int low = data.get(little ? at : at + 2) & 0xFF;
            return (high << 16 | (data.get(at + 1) & 0xFF) << 8 | low) / 8_388_608.0;
        }
    },
    /** Rounded to what a float holds. */
    S32(4) {
        @Override
        double at(ByteBuffer data, int at) {
            return (float) data.getInt(at) / 2_147_483_648.0;
        }
    },
    F32(4) {
        @Override
        double at(ByteBuffer data, int at) {
            return data.getFloat(at);
        }
    },
    F64(8) {
        @Override
        double at(ByteBuffer data, int at) {
            return data.getDouble(at);
        }
    },
    /** ITU-T G.711, even bits inverted: a sign, three bits of exponent, four of mantissa. */
    A_LAW(1) {
        @Override
        double at(ByteBuffer data, int at) {
            int code = data.get(at) ^ 0x55;
            int exponent = code >> 4 & 7;
            int mantissa = (code & 0xF) << 4 | 8;
            int magnitude = exponent == 0 ? mantissa : (mantissa | 0x100) << exponent - 1;
            return ((code & 0x80) != 0 ? magnitude : -magnitude) / 32_768.0;
        }
    },
    /** ITU-T G.711, all bits inverted. */
    MU_LAW(1) {
        @Override
        double at(ByteBuffer data, int at) {
            int code = ~data.get(at);
            int magnitude = (((code & 0xF) << 3 | 0x84) << (code >> 4 & 7)) - 0x84;
            return ((code & 0x80) != 0 ? -magnitude : magnitude) / 32_768.0;
        }
    };

    private final int bytes;

    PcmForm(int bytes) {
        this.bytes = bytes;
    }

    /** Of one sample. */
    int bytes() {
        return bytes;
    }

    /** Whether a sample may be NaN, infinite or far outside of -1 to 1. */
    boolean floating() {
        return this == F32 || this == F64;
    }

    /** The sample that starts at a byte, in the order of {@code data}. */
    abstract double at(ByteBuffer data, int at);
}
