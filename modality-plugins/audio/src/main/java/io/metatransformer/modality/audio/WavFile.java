package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteOrder;

/**
 * WAV: chunks after {@code RIFF…WAVE}. {@code RIFX} has big-endian numbers, {@code RF64} and {@code BW64} keep the
 * length of the samples apart (EBU Tech 3306).
 */
final class WavFile {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final long UNTIL_THE_END = 0xFFFFFFFFL;

    private final SoundBytes file;
    private final SoundLimits limits;

    private WavFile(SoundBytes file, SoundLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    static Sound read(SoundBytes bytes, SoundLimits limits) {
        boolean big = bytes.has(0, "RIFX");
        return new WavFile(
                        bytes.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN), limits)
                .read();
    }

    private Sound read() {
        long format = -1;
        long formatLength = 0;
        long apart = -1;
        long at = 12;
        while (at <= file.length() - 8) {
            String tag = file.tag(at);
            long length = file.u32(at + 4);
            long content = at + 8;
            if (tag.equals("data")) {
                if (format < 0) {
                    throw file.corrupt("samples come before the chunk 'fmt ' that describes them");
                }
                return sound(format, formatLength, content, claimed(length, apart));
            }
            if (tag.equals("fmt ")) {
                format = content;
                formatLength = length;
            } else if (tag.equals("ds64") && length >= 16) {
                apart = file.i64(content + 8);
            }
            at = content + length + length % 2;
        }
        boolean cut = format >= 0 ? at != file.length() : file.length() < 20;
        throw file.refusal(
                cut ? ErrorCode.TRUNCATED : ErrorCode.CORRUPT,
                "there is no chunk 'data' with samples in " + file.length() + " bytes");
    }

    /** Writers that do not know the length yet put in the largest number. */
    private long claimed(long length, long apart) {
        if (length != UNTIL_THE_END) {
            return length;
        }
        return apart >= 0 ? apart : UNTIL_THE_END;
    }

    private Sound sound(long format, long formatLength, long data, long claimed) {
        if (formatLength < 16) {
            throw file.corrupt(
                    "the chunk 'fmt ' has " + formatLength + " bytes, at least 16 are needed");
        }
        int codec = file.u16(format);
        int channels = file.u16(format + 2);
        long rate = file.u32(format + 4);
        int block = file.u16(format + 12);
        int bits = file.u16(format + 14);
        if (codec == EXTENSIBLE) {
            if (formatLength < 40) {
                throw file.corrupt(
                        "an extensible 'fmt ' has "
                                + formatLength
                                + " bytes, at least 40 are needed");
            }
            codec = file.u16(format + 24);
        }
        PcmForm form = form(codec, bits);
        limits.check(file, channels, rate);
        if (block != channels * form.bytes()) {
            throw file.corrupt(
                    "the header says frames of "
                            + block
                            + " bytes, "
                            + channels
                            + " channels of "
                            + bits
                            + " bits take "
                            + channels * form.bytes());
        }
        return PcmSound.of(file, form, channels, rate, data, claimed, limits);
    }

    private PcmForm form(int codec, int bits) {
        PcmForm form =
                switch (codec) {
                    case PCM ->
                            switch (bits) {
                                case 8 -> PcmForm.U8;
                                case 16 -> PcmForm.S16;
                                case 24 -> PcmForm.S24;
                                case 32 -> PcmForm.S32;
                                default -> null;
                            };
                    case FLOAT -> bits == 32 ? PcmForm.F32 : bits == 64 ? PcmForm.F64 : null;
                    case A_LAW -> bits == 8 ? PcmForm.A_LAW : null;
                    case MU_LAW -> bits == 8 ? PcmForm.MU_LAW : null;
                    default ->
                            throw file.unsupported(
                                    "WAV with codec "
                                            + codec
                                            + "; PCM (1), float (3), A-law (6) and mu-law (7) are"
                                            + " read");
                };
        if (form == null) {
            throw file.unsupported(
                    "WAV with "
                            + bits
                            + " bits per sample; PCM of 8, 16, 24, 32 bits, float of 32, 64, A-law and"
                            + " mu-law of 8 are read");
        }
        return form;
    }
}
