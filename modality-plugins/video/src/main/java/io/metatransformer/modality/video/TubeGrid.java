package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * Tubes side by side: by time, then row by row from the top left. Pixels beyond the last full tube are not read.
 *
 * @param steps in time
 * @param tubelet frames of a tube
 * @param patch edge of a tube in pixels
 */
record TubeGrid(int steps, int rows, int cols, int tubelet, int patch) {

    /**
     * The grid over a clip.
     *
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if the clip is no whole number of
     *     tubes long, or less than one wide or high, {@link ErrorCode#LIMIT_EXCEEDED} past {@code maxTokens}
     */
    static TubeGrid over(
            int frames, int height, int width, int tubelet, int patch, int maxTokens, String name) {
        if (frames % tubelet != 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + ": " + frames + " frames are no whole number of tubes of " + tubelet);
        }
        if (height < patch || width < patch) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": frames of "
                            + width
                            + " x "
                            + height
                            + " px are less than one tube of "
                            + patch
                            + " px");
        }
        TubeGrid grid =
                new TubeGrid(frames / tubelet, height / patch, width / patch, tubelet, patch);
        long tokens = (long) grid.steps * grid.rows * grid.cols;
        if (tokens > maxTokens) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + frames
                            + " frames of "
                            + width
                            + " x "
                            + height
                            + " px would become "
                            + tokens
                            + " tokens, at most "
                            + maxTokens
                            + " are made");
        }
        return grid;
    }

    /** Number of tubes. */
    int count() {
        return steps * rows * cols;
    }
}
