package io.metatransformer.raster;

import io.metatransformer.api.MetaTransformerException;

/** The EXIF tag that says how a picture is to be turned: 1 is upright, 2 to 8 are turned or mirrored. */
final class Orientation {
    static final int UPRIGHT = 1;

    private static final int TAG = 274;

    private Orientation() {}

    /** The tag of an EXIF block, which is a TIFF file; upright if the block has none or cannot be read. */
    static int ofExif(FileBytes block) {
        try {
            return of(TiffDirectory.first(block));
        } catch (MetaTransformerException unreadable) {
            // Viewers, too, show a picture whose EXIF block is damaged as it lies.
            return UPRIGHT;
        }
    }

    static int of(TiffDirectory directory) {
        long tag = directory.value(TAG).orElse(UPRIGHT);
        return tag >= 1 && tag <= 8 ? (int) tag : UPRIGHT;
    }
}
