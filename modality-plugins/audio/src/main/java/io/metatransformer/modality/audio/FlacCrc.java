package io.metatransformer.modality.audio;

import java.nio.ByteBuffer;

/** The checksums of FLAC: CRC-8 with x^8+x^2+x+1 of frame headers, CRC-16 with x^16+x^15+x^2+1 of frames. */
final class FlacCrc {
    private static final int[] CRC8 = table(8, 0x07);
    private static final int[] CRC16 = table(16, 0x8005);

    private FlacCrc() {}

    private static int[] table(int bits, int polynomial) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << bits - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc >> bits - 1 & 1) * polynomial;
            }
            table[i] = crc & (1 << bits) - 1;
        }
        return table;
    }

    static int crc8(ByteBuffer bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = CRC8[crc ^ bytes.get(i) & 0xFF];
        }
        return crc;
    }

    static int crc16(ByteBuffer bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = crc << 8 & 0xFFFF ^ CRC16[crc >> 8 ^ bytes.get(i) & 0xFF];
        }
        return crc;
    }
}
