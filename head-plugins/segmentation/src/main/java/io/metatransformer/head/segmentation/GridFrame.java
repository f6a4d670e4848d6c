package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import java.nio.FloatBuffer;

/**
 * Where the tokens of a grid lie in the user's picture.
 *
 * @param rows of tokens
 * @param columns of tokens
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 * @param left edge of the part of it that the tokens cover, in pixels
 * @param top edge of that part
 * @param coveredWidth of that part
 * @param coveredHeight of that part
 */
record GridFrame(
        int rows,
        int columns,
        int width,
        int height,
        float left,
        float top,
        float coveredWidth,
        float coveredHeight) {

    /** Numbers of {@link #write}. */
    static final int NUMBERS = 8;

    /** So that a mask is an array, and sides are exact as single floats. */
    private static final long MAX_PIXELS = 1L << 27;

    private static final int MAX_SIDE = 1 << 24;

    GridFrame {
        if (rows < 1 || columns < 1 || width < 1 || height < 1) {
            throw wrong("sides of " + width + " x " + height + " px");
        }
        if (!(coveredWidth > 0 && coveredHeight > 0)
                || !Float.isFinite(left + top + coveredWidth + coveredHeight)) {
            throw wrong(
                    "tokens over "
                            + coveredWidth
                            + " x "
                            + coveredHeight
                            + " px from "
                            + left
                            + ", "
                            + top);
        }
        if ((long) width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a mask has at most "
                            + MAX_PIXELS
                            + " pixels, the picture has "
                            + width
                            + " x "
                            + height);
        }
    }

    /** By what the segment's origin tells; a grid that is no picture is its own, one pixel per token. */
    static GridFrame of(Segment segment, int rows, int columns) {
        Origin origin = segment.origin();
        int width = (int) number(origin, Origin.WIDTH, columns);
        int height = (int) number(origin, Origin.HEIGHT, rows);
        return new GridFrame(
                rows,
                columns,
                width,
                height,
                number(origin, Origin.CROP_LEFT, 0),
                number(origin, Origin.CROP_TOP, 0),
                number(origin, Origin.CROP_WIDTH, width),
                number(origin, Origin.CROP_HEIGHT, height));
    }

    private static float number(Origin origin, String fact, int otherwise) {
        String text = origin.fact(fact).orElse(String.valueOf(otherwise));
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw wrong("'" + fact + "' as no number");
        }
    }

    private static MetaTransformerException wrong(String what) {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH, "the origin of a grid of tokens tells " + what);
    }

    void write(FloatBuffer numbers) {
        numbers.put(rows).put(columns).put(width).put(height);
        numbers.put(left).put(top).put(coveredWidth).put(coveredHeight);
    }

    static GridFrame read(FloatBuffer numbers) {
        return new GridFrame(
                (int) numbers.get(),
                (int) numbers.get(),
                (int) numbers.get(),
                (int) numbers.get(),
                numbers.get(),
                numbers.get(),
                numbers.get(),
                numbers.get());
    }
}
