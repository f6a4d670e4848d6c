package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import java.util.Optional;

/**
 * Which part of the user's picture a token grid covers. Inside of this package a picture is {@code 16 · cols} wide and
 * {@code 16 · rows} high, whatever the size of a patch: a token is 16 across.
 *
 * @param width of the user's picture, in pixels
 * @param height of it
 * @param left edge of the part, in pixels
 * @param top edge of it
 * @param across width of the part
 * @param down height of it
 */
record View(
        int rows,
        int cols,
        float width,
        float height,
        float left,
        float top,
        float across,
        float down) {

    /** Side of a token. */
    static final int TOKEN = 16;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for an origin that is no picture of a
     *     known size
     */
    static View of(int rows, int cols, Origin origin) {
        float width = fact(origin, Origin.WIDTH).orElseThrow(View::noPicture);
        float height = fact(origin, Origin.HEIGHT).orElseThrow(View::noPicture);
        View view =
                new View(
                        rows,
                        cols,
                        width,
                        height,
                        fact(origin, Origin.CROP_LEFT).orElse(0f),
                        fact(origin, Origin.CROP_TOP).orElse(0f),
                        fact(origin, Origin.CROP_WIDTH).orElse(width),
                        fact(origin, Origin.CROP_HEIGHT).orElse(height));
        if (!(width > 0 && height > 0 && view.across > 0 && view.down > 0)) {
            throw noPicture();
        }
        return view;
    }

    private static Optional<Float> fact(Origin origin, String name) {
        try {
            return origin.fact(name).map(View::finite);
        } catch (NumberFormatException e) {
            throw noPicture();
        }
    }

    private static Float finite(String fact) {
        float value = Float.parseFloat(fact);
        if (!Float.isFinite(value)) {
            throw noPicture();
        }
        return value;
    }

    private static MetaTransformerException noPicture() {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH,
                "boxes are found in a picture whose width and height are known; these features come from"
                        + " something else");
    }

    float gridWidth() {
        return (float) TOKEN * cols;
    }

    float gridHeight() {
        return (float) TOKEN * rows;
    }

    /** Boxes {@code [N, 4]} of the grid in the user's pixels, in place; nothing lies outside of the picture. */
    float[] toUser(float[] boxes) {
        float scaleX = across / gridWidth();
        float scaleY = down / gridHeight();
        for (int i = 0; i < boxes.length; i += 2) {
            boxes[i] = left + boxes[i] * scaleX;
            boxes[i + 1] = top + boxes[i + 1] * scaleY;
        }
        return BoxCoder.clip(boxes, width, height);
    }

    /** The way back; boxes may lie outside of the grid. */
    float[] toGrid(float[] boxes) {
        float scaleX = gridWidth() / across;
        float scaleY = gridHeight() / down;
        for (int i = 0; i < boxes.length; i += 2) {
            boxes[i] = (boxes[i] - left) * scaleX;
            boxes[i + 1] = (boxes[i + 1] - top) * scaleY;
        }
        return boxes;
    }
}
