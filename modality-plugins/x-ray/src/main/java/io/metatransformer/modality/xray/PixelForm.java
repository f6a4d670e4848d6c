package io.metatransformer.modality.xray;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.FileBytes;
import io.metatransformer.raster.PictureLimits;

/**
 * What the pixels of a DICOM file are (PS3.3, C.7.6.3), checked.
 *
 * @param samples per pixel, 1 or 3
 * @param photometric such as {@code MONOCHROME2}
 * @param planar whether each colour is stored whole after the other
 * @param allocated bits that a sample takes, 8, 16 or 32
 * @param stored bits that it uses
 * @param shift zeros below those bits
 * @param signed whether the highest of them is a sign
 */
record PixelForm(
        int rows,
        int columns,
        int frames,
        int samples,
        String photometric,
        boolean planar,
        int allocated,
        int stored,
        int shift,
        boolean signed) {

    static PixelForm of(DicomFile dicom, PictureLimits limits) {
        DicomElements e = dicom.elements();
        FileBytes file = dicom.file();
        int rows = e.number(Tag.ROWS, 0);
        int columns = e.number(Tag.COLUMNS, 0);
        int samples = e.number(Tag.SAMPLES_PER_PIXEL, 1);
        int allocated = e.number(Tag.BITS_ALLOCATED, 0);
        int stored = e.number(Tag.BITS_STORED, allocated);
        int highBit = e.number(Tag.HIGH_BIT, stored - 1);
        if (allocated != 8 && allocated != 16 && allocated != 32) {
            throw file.unsupported(
                    "DICOM of " + allocated + " bits per sample is not read; 8, 16 and 32 are");
        }
        if (samples != 1 && samples != 3) {
            throw file.unsupported(
                    "DICOM of " + samples + " samples per pixel is not read; 1 and 3 are");
        }
        if (stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated) {
            throw file.corrupt(
                    stored + " bits up to bit " + highBit + " are stored in " + allocated);
        }
        // Stored numbers, and gray in double beside them.
        limits.check(file, columns, rows, samples == 1 ? 128 : 96, samples);
        return new PixelForm(
                rows,
                columns,
                frames(e, file),
                samples,
                e.text(Tag.PHOTOMETRIC),
                samples == 3 && e.number(Tag.PLANAR, 0) == 1,
                allocated,
                stored,
                highBit - stored + 1,
                e.number(Tag.REPRESENTATION, 0) == 1);
    }

    private static int frames(DicomElements elements, FileBytes file) {
        double[] frames = elements.decimals(Tag.FRAMES);
        if (frames.length == 0) {
            return 1;
        }
        if (frames[0] < 1 || frames[0] > Integer.MAX_VALUE || frames[0] != Math.rint(frames[0])) {
            throw file.corrupt("the number of frames is no whole number of at least 1");
        }
        return (int) frames[0];
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a frame that the file has not
     */
    void requireFrame(int frame, FileBytes file) {
        if (frame >= frames) {
            throw file.refusal(
                    ErrorCode.BAD_CONFIG,
                    "option 'frame' is " + frame + ", the file has frames 0 to " + (frames - 1));
        }
    }

    int pixels() {
        return rows * columns;
    }

    boolean gray() {
        return photometric.equals("MONOCHROME1") || photometric.equals("MONOCHROME2");
    }

    /** The number that {@code raw} stands for: its used bits, with their sign. */
    int value(int raw) {
        int used = raw >>> shift;
        if (stored == 32) {
            return used;
        }
        int masked = used & (1 << stored) - 1;
        return signed && (masked >> stored - 1 & 1) == 1 ? masked - (1 << stored) : masked;
    }
}
