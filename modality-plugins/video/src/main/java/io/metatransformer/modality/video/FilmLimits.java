package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.PictureLimits;

/**
 * What a video may claim.
 *
 * @param maxFrames that are scanned
 * @param maxPixels of a frame, width times height
 */
record FilmLimits(int maxFrames, int maxPixels) {

    /** Of a frame, in pixels. */
    static final int MAX_EDGE = 16_384;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} for a side below 1, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too large a frame
     */
    void checkSize(String name, long width, long height) {
        if (width < 1 || height < 1) {
            throw new MetaTransformerException(
                    ErrorCode.CORRUPT,
                    name + ": the header says frames of " + width + " x " + height + " px");
        }
        if (Math.max(width, height) > MAX_EDGE || width * height > maxPixels) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": the header says frames of "
                            + width
                            + " x "
                            + height
                            + " px, at most "
                            + maxPixels
                            + " pixels and "
                            + MAX_EDGE
                            + " per edge are read");
        }
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for too many frames
     */
    void checkCount(String name, long frames) {
        if (frames > maxFrames) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": more than "
                            + maxFrames
                            + " frames; option 'max_frames' of the model lets more be scanned");
        }
    }

    /** For pictures that are frames. */
    PictureLimits ofPictures() {
        return new PictureLimits(maxPixels);
    }
}
