package io.metatransformer.raster;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a file says of its picture, read and checked before any pixel is decoded.
 *
 * @param pixels a file of the same format with nothing in it but the picture: no profiles, comments,
 *     thumbnails or further pictures, which decoders would otherwise read, apply or trip over
 * @param orientation the EXIF tag, 1 to 8; 1 is upright
 * @param canvas the larger surface that the decoded picture lies on, if it does not fill it
 */
record Outline(ByteBuffer pixels, int orientation, Optional<Canvas> canvas) {

    /**
     * A surface of {@code width} x {@code height} px; the picture's top left corner is at left, top.
     *
     * @param fill palette index of what the picture does not cover
     */
    record Canvas(int width, int height, int left, int top, int fill) {}

    static Outline of(ByteBuffer pixels, int orientation) {
        return new Outline(pixels, orientation, Optional.empty());
    }
}
