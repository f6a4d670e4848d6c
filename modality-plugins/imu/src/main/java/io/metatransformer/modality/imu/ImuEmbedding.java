package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;

/** The third stage: a window to tokens. Safe to share between threads; holds native memory. */
interface ImuEmbedding extends AutoCloseable {

    /** {@code [specialTokens + N, D]}. */
    Tensor embed(ImuWindow window);

    /** How many rows {@link #embed} gives for a window of so many samples; below 1 for too few. */
    int tokens(int samples);

    /** Leading rows of {@link #embed} that stand for no piece of the signal. */
    int specialTokens();

    @Override
    void close();

    /** The refusal of a window that is too short for one token. */
    static MetaTransformerException tooShort(ImuWindow window, int needed) {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH,
                window.origin().name()
                        + ": a window of "
                        + window.samples()
                        + " samples; at least "
                        + needed
                        + " are needed");
    }
}
