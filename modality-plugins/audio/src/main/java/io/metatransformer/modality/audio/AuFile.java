package io.metatransformer.modality.audio;

import java.nio.ByteOrder;

/** AU, also called SND: a header of big-endian numbers, then samples. */
final class AuFile {
    private static final long UNTIL_THE_END = 0xFFFFFFFFL;
    private static final int HEADER = 24;

    private AuFile() {}

    static Sound read(SoundBytes bytes, SoundLimits limits) {
        SoundBytes file = bytes.order(ByteOrder.BIG_ENDIAN);
        long data = file.u32(4);
        long claimed = file.u32(8);
        long encoding = file.u32(12);
        long rate = file.u32(16);
        long channels = file.u32(20);
        if (data < HEADER) {
            throw file.corrupt("samples would start at byte " + data + ", within the header");
        }
        if (channels > 0xFFFF) {
            throw file.corrupt("the header says " + channels + " channels, at most 65535 are read");
        }
        PcmForm form =
                switch ((int) encoding) {
                    case 1 -> PcmForm.MU_LAW;
                    case 2 -> PcmForm.S8;
                    case 3 -> PcmForm.S16;
                    case 4 -> PcmForm.S24;
                    case 5 -> PcmForm.S32;
                    case 6 -> PcmForm.F32;
                    case 7 -> PcmForm.F64;
                    case 27 -> PcmForm.A_LAW;
                    default ->
                            throw file.unsupported(
                                    "AU with encoding "
                                            + encoding
                                            + "; mu-law (1), PCM (2 to 5), float (6, 7) and A-law"
                                            + " (27) are read");
                };
        // The one claim that is no warning: a stream whose length its writer did not know.
        long there = Math.max(0, file.length() - data);
        return PcmSound.of(
                file,
                form,
                channels,
                rate,
                data,
                claimed == UNTIL_THE_END ? there : claimed,
                limits);
    }
}
