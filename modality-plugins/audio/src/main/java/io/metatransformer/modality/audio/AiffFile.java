package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteOrder;

/** AIFF and AIFF-C: chunks after {@code FORM…AIFF} or {@code FORM…AIFC}, big-endian. */
final class AiffFile {
    private final SoundBytes file;
    private final SoundLimits limits;

    private AiffFile(SoundBytes file, SoundLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    static Sound read(SoundBytes bytes, SoundLimits limits) {
        return new AiffFile(bytes.order(ByteOrder.BIG_ENDIAN), limits).read();
    }

    /** The chunk that describes the samples may come after them. */
    private Sound read() {
        long common = -1;
        long commonLength = 0;
        long samples = -1;
        long at = 12;
        while (at <= file.length() - 8 && (common < 0 || samples < 0)) {
            String tag = file.tag(at);
            long length = file.u32(at + 4);
            if (tag.equals("COMM")) {
                common = at + 8;
                commonLength = length;
            } else if (tag.equals("SSND")) {
                samples = at + 8;
            }
            at += 8 + length + length % 2;
        }
        if (common < 0 || samples < 0) {
            boolean cut = common >= 0 ? at != file.length() : file.length() < 20;
            throw file.refusal(
                    cut ? ErrorCode.TRUNCATED : ErrorCode.CORRUPT,
                    "there is no chunk "
                            + (common < 0 ? "'COMM'" : "'SSND'")
                            + " in "
                            + file.length()
                            + " bytes");
        }
        return sound(common, commonLength, samples);
    }

    private Sound sound(long common, long commonLength, long samples) {
        boolean compressed = file.has(8, "AIFC");
        int least = compressed ? 22 : 18;
        if (commonLength < least) {
            throw file.corrupt(
                    "the chunk 'COMM' has "
                            + commonLength
                            + " bytes, at least "
                            + least
                            + " are needed");
        }
        int channels = file.u16(common);
        long frames = file.u32(common + 2);
        int bits = file.u16(common + 6);
        String codec = compressed ? file.tag(common + 18) : "NONE";
        PcmForm form = form(codec, bits);
        limits.check(file, channels, rate(common + 8));
        boolean little = codec.equals("sowt");
        return PcmSound.of(
                little ? file.order(ByteOrder.LITTLE_ENDIAN) : file,
                form,
                channels,
                rate(common + 8),
                samples + 8 + file.u32(samples),
                frames * channels * form.bytes(),
                limits);
    }

    private PcmForm form(String codec, int bits) {
        return switch (codec) {
            case "NONE", "twos", "sowt" ->
                    switch (bits) {
                        case 8 -> PcmForm.S8;
                        case 16 -> PcmForm.S16;
                        case 24 -> PcmForm.S24;
                        case 32 -> PcmForm.S32;
                        default ->
                                throw file.unsupported(
                                        "AIFF with "
                                                + bits
                                                + " bits per sample; 8, 16, 24 and 32 are read");
                    };
            case "raw " -> PcmForm.U8;
            case "in24" -> PcmForm.S24;
            case "in32" -> PcmForm.S32;
            case "fl32", "FL32" -> PcmForm.F32;
            case "fl64", "FL64" -> PcmForm.F64;
            case "alaw", "ALAW" -> PcmForm.A_LAW;
            case "ulaw", "ULAW" -> PcmForm.MU_LAW;
            default ->
                    throw file.unsupported(
                            "AIFF with another codec than PCM, float, A-law and mu-law");
        };
    }

    /** An 80-bit float: sign and exponent, then 64 bits of mantissa with its leading one; rounded to whole Hz. */
    private long rate(long at) {
        int exponent = file.u16(at) - 16_383;
        long mantissa = file.i64(at + 2);
        if (mantissa == 0) {
            return 0;
        }
        if (mantissa > 0
                || exponent < 0
                || exponent > 40) { // negative ones have a larger exponent here
            throw file.corrupt("the header has no rate from 1 Hz on");
        }
        return (long) Math.rint(Math.scalb((double) (mantissa >>> 1), exponent - 62));
    }
}
