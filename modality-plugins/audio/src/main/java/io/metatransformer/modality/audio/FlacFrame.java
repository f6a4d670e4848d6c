package io.metatransformer.modality.audio;

import io.metatransformer.api.MetaTransformerException;

/** Reads the frames of one FLAC stream, one after the other (RFC 9639, section 9). Used by one thread. */
final class FlacFrame {
    private static final int[] RATES = {
        0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
    };
    private static final int[] DEPTHS = {0, 8, 12, -1, 16, 20, 24, 32};
    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MID_SIDE = 10;

    private final FlacStream stream;
    private final FlacBits bits;
    private final long[][] samples;

    FlacFrame(FlacStream stream, FlacBits bits) {
        this.stream = stream;
        this.bits = bits;
        this.samples = new long[stream.channels()][];
    }

    /** Samples of one channel of the frame that was read last. */
    long[] samples(int channel) {
        return samples[channel];
    }

    /**
     * Reads the next frame.
     *
     * @return samples per channel, at least 1
     */
    int read() {
        int start = bits.byteAt();
        if (bits.unsigned(15) != 0x7FFC) {
            throw bits.file().corrupt("no frame starts at byte " + start);
        }
        bits.unsigned(1); // how frames are numbered
        int block = (int) bits.unsigned(4);
        int rate = (int) bits.unsigned(4);
        int assignment = (int) bits.unsigned(4);
        int depth = (int) bits.unsigned(3);
        if (bits.unsigned(1) != 0 || assignment > MID_SIDE || block == 0 || rate == 15) {
            throw corrupt(start, "a frame has a reserved value in its header");
        }
        number(start);
        int count = count(block);
        checkRate(start, rate);
        checkForm(start, assignment, DEPTHS[depth]);
        int crc = FlacCrc.crc8(bits.bytes(), start, bits.byteAt());
        if (bits.unsigned(8) != crc) {
            throw corrupt(start, "the checksum of a frame's header is wrong");
        }
        for (int channel = 0; channel < samples.length; channel++) {
            if (samples[channel] == null || samples[channel].length < count) {
                samples[channel] = new long[count];
            }
            boolean side = channel == (assignment == SIDE_RIGHT ? 0 : 1) && assignment >= LEFT_SIDE;
            FlacSubframe.read(bits, stream.depth() + (side ? 1 : 0), samples[channel], count);
        }
        bits.align();
        crc = FlacCrc.crc16(bits.bytes(), start, bits.byteAt());
        if (bits.unsigned(16) != crc) {
            throw corrupt(start, "the checksum of a frame is wrong");
        }
        join(assignment, count);
        return count;
    }

    /** The frame's or its first sample's, in 1 to 7 bytes as UTF-8 would write it; the order of frames says it too. */
    private void number(int start) {
        int first = (int) bits.unsigned(8);
        int more = Integer.numberOfLeadingZeros(~(first << 24)) - 1;
        if (more == 0 || more > 6) {
            throw corrupt(start, "a frame has no number");
        }
        for (int i = 0; i < more; i++) {
            if (bits.unsigned(8) >> 6 != 2) {
                throw corrupt(start, "a frame has no number");
            }
        }
    }

    private int count(int code) {
        return switch (code) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 144 << code;
            case 6 -> (int) bits.unsigned(8) + 1;
            case 7 -> (int) bits.unsigned(16) + 1;
            default -> 1 << code;
        };
    }

    private void checkRate(int start, int code) {
        long rate =
                switch (code) {
                    case 0 -> stream.rate();
                    case 12 -> 1_000 * bits.unsigned(8);
                    case 13 -> bits.unsigned(16);
                    case 14 -> 10 * bits.unsigned(16);
                    default -> RATES[code];
                };
        if (rate != stream.rate()) {
            throw corrupt(start, "a frame of " + rate + " Hz in a file of " + stream.rate());
        }
    }

    private void checkForm(int start, int assignment, int depth) {
        int channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
        boolean same = depth == 0 || depth == stream.depth();
        if (channels != stream.channels() || !same) {
            throw corrupt(start, "a frame has another form than the file's header says");
        }
    }

    /** Undoes what the encoder did to make two like channels smaller. */
    private void join(int assignment, int count) {
        if (assignment < LEFT_SIDE) {
            return;
        }
        long[] one = samples[0];
        long[] two = samples[1];
        for (int i = 0; i < count; i++) {
            if (assignment == LEFT_SIDE) {
                two[i] = one[i] - two[i];
            } else if (assignment == SIDE_RIGHT) {
                one[i] += two[i];
            } else {
                long twice = one[i] << 1 | two[i] & 1;
                one[i] = twice + two[i] >> 1;
                two[i] = twice - two[i] >> 1;
            }
        }
    }

    private MetaTransformerException corrupt(int start, String what) {
        return bits.file().corrupt(what + ", in the frame at byte " + start);
    }
}
