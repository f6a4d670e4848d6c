package io.metatransformer.modality.audio;

/**
 * What the first block of a FLAC file says of all of it (RFC 9639, section 8.2).
 *
 * @param rate in Hz
 * @param depth bits per sample, 4 to 32
 * @param frames samples per channel; 0 if the writer did not know
 * @param firstFrame the byte where sound starts
 */
record FlacStream(int rate, int channels, int depth, long frames, long firstFrame) {
    private static final int STREAM_INFO = 34;

    /**
     * @param start of the signature {@code fLaC}
     */
    static FlacStream read(SoundBytes file, long start) {
        long info = start + 8;
        int type = file.u8(start + 4) & 0x7F;
        long length = length(file, start + 4);
        if (type != 0 || length < STREAM_INFO) {
            throw file.corrupt("a FLAC file starts with a block of stream information");
        }
        boolean last = file.u8(start + 4) > 0x7F;
        long at = info + length;
        while (!last) {
            last = file.u8(at) > 0x7F;
            at += 4 + length(file, at);
        }
        FlacBits bits = new FlacBits(file, info + 10);
        int rate = (int) bits.unsigned(20);
        int channels = (int) bits.unsigned(3) + 1;
        int depth = (int) bits.unsigned(5) + 1;
        long frames = bits.unsigned(36);
        if (depth < 4) {
            throw file.corrupt("the header says " + depth + " bits per sample, FLAC has 4 to 32");
        }
        return new FlacStream(rate, channels, depth, frames, at);
    }

    /** Of the block whose header starts there. */
    private static long length(SoundBytes file, long at) {
        return (long) file.u8(at + 1) << 16 | file.u8(at + 2) << 8 | file.u8(at + 3);
    }
}
