package io.metatransformer.api;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What an input shows, in the user's own coordinates, so that an answer can be drawn upon it. It shows what
 * was read, never what a model makes of it. Immutable.
 *
 * @since 0.1
 */
public sealed interface Backdrop {

    /** Most pixels of an edge of a picture. */
    int MAX_SIDE = 2048;

    /**
     * A picture as the user sees it, perhaps made smaller.
     *
     * @param width of {@code rgb}, in pixels, at most {@link #MAX_SIDE}
     * @param height likewise
     * @param userWidth of the picture that came, in the pixels in which answers count
     * @param userHeight likewise
     * @param rgb {@code [height, width, 3]} bytes, row-major: red, green, blue from 0 to 255
     */
    record Picture(int width, int height, int userWidth, int userHeight, ByteBuffer rgb)
            implements Backdrop {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for too long an edge, {@link
         *     ErrorCode#SHAPE_MISMATCH} for another number of bytes
         */
        public Picture {
            Check.positive("width", width);
            Check.positive("height", height);
            Check.positive("userWidth", userWidth);
            Check.positive("userHeight", userHeight);
            if (Math.max(width, height) > MAX_SIDE) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "a backdrop has at most "
                                + MAX_SIDE
                                + " px per edge, got "
                                + width
                                + " x "
                                + height);
            }
            if (rgb.remaining() != 3 * width * height) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        width
                                + " x "
                                + height
                                + " px are "
                                + 3 * width * height
                                + " bytes, got "
                                + rgb.remaining());
            }
            rgb = rgb.slice().asReadOnlyBuffer();
        }

        /** A view of the bytes, read-only, from position 0. */
        @Override
        public ByteBuffer rgb() {
            return rgb.duplicate();
        }
    }

    /**
     * A series in its own unit.
     *
     * @param values {@code [steps, channels]}; NaN where there is no value
     * @param names one per channel
     * @param times one per step, ISO 8601; empty if they are not known
     */
    record Series(Tensor values, List<String> names, List<String> times) implements Backdrop {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if sizes contradict each
         *     other
         */
        public Series {
            names = List.copyOf(names);
            times = List.copyOf(times);
            if (values.rank() != 2
                    || values.size(1) != names.size()
                    || !times.isEmpty() && times.size() != values.size(0)) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "a series is [steps, channels] with a name per channel and no time or one per step, got "
                                + values
                                + ", "
                                + names.size()
                                + " names and "
                                + times.size()
                                + " times");
            }
        }
    }

    /**
     * All points of a cloud, in the order of the input.
     *
     * @param xyz {@code [P, 3]}, moved so that single precision tells them apart; NaN where the input has no number
     * @param up which axis points away from the ground: 0, 1 or 2
     */
    record Cloud(Tensor xyz, int up) implements Backdrop {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape, {@link
         *     ErrorCode#INDEX_OUT_OF_RANGE} for another axis
         */
        public Cloud {
            if (xyz.rank() != 2 || xyz.size(1) != 3) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH, "points must be [P, 3], got " + xyz);
            }
            if (up < 0 || up > 2) {
                throw new MetaTransformerException(
                        ErrorCode.INDEX_OUT_OF_RANGE, "an axis is 0, 1 or 2, got " + up);
            }
        }
    }
}
