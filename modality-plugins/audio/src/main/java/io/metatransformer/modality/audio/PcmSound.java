package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Samples that lie in a file one after the other, the channels of a frame side by side. Nothing is decoded before it is
 * asked for.
 */
final class PcmSound implements Sound {
    private final ByteBuffer data;
    private final PcmForm form;
    private final int channels;
    private final int rate;
    private final Optional<String> warning;

    private PcmSound(
            ByteBuffer data, PcmForm form, int channels, int rate, Optional<String> warning) {
        this.data = data;
        this.form = form;
        this.channels = channels;
        this.rate = rate;
        this.warning = warning;
    }

    /**
     * @param at first byte of the samples
     * @param claimed bytes of samples that the header promises; what the file does not have is left out, bytes after
     *     the last whole frame too
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} without channels or rate, {@link
     *     ErrorCode#EMPTY_INPUT} without a frame, {@link ErrorCode#NON_FINITE} for floats that are none, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many seconds, {@link ErrorCode#TRUNCATED} if limits are strict
     */
    static PcmSound of(
            SoundBytes file,
            PcmForm form,
            long channels,
            long rate,
            long at,
            long claimed,
            SoundLimits limits) {
        limits.check(file, channels, rate);
        long there = Math.max(0, file.length() - at);
        Optional<String> warning = Optional.empty();
        if (claimed > there) {
            warning =
                    Optional.of(
                            "the header says "
                                    + claimed
                                    + " bytes of samples, the file has "
                                    + there);
            limits.shorter(file, warning.get());
        }
        long frame = channels * form.bytes();
        long frames = Math.min(claimed, there) / frame;
        limits.checkFrames(file, frames, rate);
        PcmSound sound =
                new PcmSound(
                        file.slice(at, frames * frame), form, (int) channels, (int) rate, warning);
        sound.requireFinite(file);
        return sound;
    }

    private void requireFinite(SoundBytes file) {
        if (!form.floating()) {
            return;
        }
        for (int at = 0; at < data.limit(); at += form.bytes()) {
            double sample = form.at(data, at);
            if (!(Math.abs(sample) <= Float.MAX_VALUE)) {
                throw file.refusal(
                        ErrorCode.NON_FINITE,
                        "sample "
                                + at / form.bytes()
                                + " is not a finite number in the range of a float");
            }
        }
    }

    @Override
    public int rate() {
        return rate;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public long frames() {
        return data.limit() / (channels * form.bytes());
    }

    @Override
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public void read(long first, Mix mix, double[] into) {
        int step = channels * form.bytes();
        int at = Math.toIntExact(first * step);
        int channel = mix.mean() ? 0 : mix.channel();
        if (channels == 1 || !mix.mean()) {
            at += channel * form.bytes();
            for (int i = 0; i < into.length; i++, at += step) {
                into[i] = form.at(data, at);
            }
            return;
        }
        for (int i = 0; i < into.length; i++, at += step) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += form.at(data, at + c * form.bytes());
            }
            into[i] = sum / channels;
        }
    }
}
