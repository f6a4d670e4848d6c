package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * What a picture may claim before anything is allocated for it.
 *
 * @param maxPixels width times height
 */
public record PictureLimits(long maxPixels) {
    /** 100 million pixels. */
    public static final PictureLimits DEFAULT = new PictureLimits(100_000_000);

    /** Of one decoded array; also the most that an array of Java holds. */
    private static final long MAX_SAMPLES = Integer.MAX_VALUE;

    /** Resizing holds a few weights per pixel of an edge. */
    private static final long MAX_EDGE = 1_000_000;

    /**
     * Checks what a file claims.
     *
     * @throws MetaTransformerException with {@link ErrorCode#CORRUPT} for a side below 1, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many pixels or samples, or more memory than half of what the process
     *     may have
     */
    public void check(
            FileBytes file, long width, long height, long bitsPerPixel, long samplesPerPixel) {
        String claim = width + " x " + height + " px";
        if (width < 1 || height < 1) {
            throw file.corrupt("the header says " + claim + "; a picture has at least one pixel");
        }
        if (Math.max(width, height) > MAX_EDGE || width * height > maxPixels) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the header says "
                            + claim
                            + ", at most "
                            + maxPixels
                            + " pixels and "
                            + MAX_EDGE
                            + " per edge are read");
        }
        long samples = width * height * samplesPerPixel;
        if (samples > MAX_SAMPLES) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the header says "
                            + claim
                            + " of "
                            + samplesPerPixel
                            + " samples, at most "
                            + MAX_SAMPLES
                            + " samples are read");
        }
        checkMemory(file, claim, width * height / 8 * bitsPerPixel);
    }

    /** Refuses what takes more than half of the memory that the process may have. */
    void checkMemory(FileBytes file, String claim, long bytes) {
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    claim
                            + " take "
                            + bytes / 1_000_000
                            + " MB decoded, more than half of this process's memory");
        }
    }
}
