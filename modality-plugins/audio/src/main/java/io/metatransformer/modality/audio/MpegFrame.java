package io.metatransformer.modality.audio;

import java.nio.ByteOrder;

/** The header of a frame of MPEG audio, layer III, and the tag that may come before the first one. */
final class MpegFrame {
    /** The flag that says that the number of frames follows. */
    private static final int COUNT = 1;

    private MpegFrame() {}

    /** The byte after an ID3v2 tag at the start; 0 if there is none. */
    static long afterTags(SoundBytes file) {
        if (!file.has(0, "ID3") || file.length() < 10) {
            return 0;
        }
        long size = 0;
        for (int i = 6; i < 10; i++) {
            size = size << 7 | file.u8(i) & 0x7F;
        }
        return 10 + size;
    }

    /** Whether such a header stands there. */
    static boolean at(SoundBytes file, long at) {
        if (at > file.length() - 4) {
            return false;
        }
        int version = file.u8(at + 1) >> 3 & 3;
        int bitrate = file.u8(at + 2) >> 4;
        return file.u8(at) == 0xFF
                && (file.u8(at + 1) & 0xE6) == 0xE2 // eleven ones, then layer III
                && version != 1
                && bitrate != 0
                && bitrate != 15
                && (file.u8(at + 2) & 0x0C) != 0x0C;
    }

    /**
     * Samples per channel that are sound, as LAME notes them in the first frame (its extension of the "Xing" or "Info"
     * tag); 0 if it did not.
     */
    static long sounding(SoundBytes file) {
        long at = afterTags(file);
        if (!at(file, at)) {
            return 0;
        }
        boolean version1 = (file.u8(at + 1) >> 3 & 3) == 3;
        boolean mono = file.u8(at + 3) >> 6 == 3;
        long tag = at + 4 + (version1 ? mono ? 17 : 32 : mono ? 9 : 17);
        boolean noted = file.has(tag, "Xing") || file.has(tag, "Info");
        if (!noted || tag > file.length() - 144 || (file.u8(tag + 7) & COUNT) == 0) {
            return 0;
        }
        int flags = file.u8(tag + 7);
        long frames = file.order(ByteOrder.BIG_ENDIAN).u32(tag + 8);
        long lame = tag + 12;
        lame += (flags & 2) != 0 ? 4 : 0;
        lame += (flags & 4) != 0 ? 100 : 0;
        lame += (flags & 8) != 0 ? 4 : 0;
        int before = file.u8(lame + 21) << 4 | file.u8(lame + 22) >> 4;
        int after = (file.u8(lame + 22) & 0xF) << 8 | file.u8(lame + 23);
        return before + after == 0
                ? 0
                : Math.max(0, frames * (version1 ? 1_152 : 576) - before - after);
    }
}
