package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * What a file may claim before anything is allocated for it.
 *
 * @param maxSeconds of sound
 * @param strict whether a file that holds less than its header claims is refused
 */
record SoundLimits(int maxSeconds, boolean strict) {
    static final int MIN_RATE = 1_000;
    static final int MAX_RATE = 768_000;

    /** Decoded samples, and their copies on the way, may take this part of the process's memory. */
    private static final int SHARE_OF_MEMORY = 4;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} for none, {@link ErrorCode#LIMIT_EXCEEDED} for a
     *     rate that no sound has
     */
    void check(SoundBytes file, long channels, long rate) {
        if (channels < 1 || rate < 1) {
            throw file.corrupt(
                    "the header says "
                            + channels
                            + " channels at "
                            + rate
                            + " Hz; a sound has at least one channel and a rate");
        }
        checkRate(file.name(), rate);
    }

    static void checkRate(String name, long rate) {
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": a rate of "
                            + rate
                            + " Hz, "
                            + MIN_RATE
                            + " to "
                            + MAX_RATE
                            + " Hz are read");
        }
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for no frames, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many
     */
    void checkFrames(SoundBytes file, long frames, long rate) {
        if (frames < 1) {
            throw file.refusal(ErrorCode.EMPTY_INPUT, "the file holds no whole sample");
        }
        if (frames > rate * maxSeconds) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    frames / rate + " s of sound, at most " + maxSeconds + " s are read");
        }
    }

    /**
     * Checks samples that a compressed file becomes.
     *
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} if they take too much memory
     */
    void checkDecoded(SoundBytes file, long frames, long channels) {
        long values = frames * channels;
        long most = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY / Float.BYTES;
        if (values > Math.min(most, Integer.MAX_VALUE - 8)) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    values + " samples are more than a quarter of this process's memory holds");
        }
    }

    /**
     * Checks a file that holds less than it claims.
     *
     * @throws MetaTransformerException with {@link ErrorCode#TRUNCATED} if that is not accepted
     */
    void shorter(SoundBytes file, String what) {
        if (strict) {
            throw file.refusal(
                    ErrorCode.TRUNCATED, what + "; option 'strict' = false reads what is there");
        }
    }
}
