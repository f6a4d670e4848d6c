package io.metatransformer.head.detection;

/** Puts the small mask of a box where it belongs in the picture. */
final class MaskPaste {
    private MaskPaste() {}

    /** Is told the pixels that a mask covers. */
    @FunctionalInterface
    interface Pixels {
        /**
         * @param index row by row from the top left of the picture
         */
        void put(int index, float probability);
    }

    /**
     * Linearly between the centres of cells, 0 outside of the box.
     *
     * @param mask {@code [size, size]} probabilities
     * @param box index into {@code boxes [N, 4]}, in pixels
     * @param to is told every pixel of the picture that may not be 0
     */
    static void paste(
            float[] mask, int size, float[] boxes, int box, int width, int height, Pixels to) {
        float left = boxes[4 * box];
        float top = boxes[4 * box + 1];
        float right = boxes[4 * box + 2];
        float bottom = boxes[4 * box + 3];
        if (!(left < right && top < bottom)) {
            return;
        }
        float across = size / (right - left);
        float down = size / (bottom - top);
        int lastRow = inside(bottom + 1 / down + 1, height);
        int lastCol = inside(right + 1 / across + 1, width);
        for (int y = inside(top - 1 / down - 1, height); y < lastRow; y++) {
            float v = (y + 0.5f - top) * down - 0.5f;
            for (int x = inside(left - 1 / across - 1, width); x < lastCol; x++) {
                float u = (x + 0.5f - left) * across - 0.5f;
                if (u > -1 && u < size && v > -1 && v < size) {
                    to.put(y * width + x, at(mask, size, u, v));
                }
            }
        }
    }

    private static int inside(float edge, int size) {
        return (int) Math.max(0, Math.min(size, edge));
    }

    private static float at(float[] mask, int size, float u, float v) {
        int x = (int) Math.floor(u);
        int y = (int) Math.floor(v);
        float above = between(cell(mask, size, x, y), cell(mask, size, x + 1, y), u - x);
        float below = between(cell(mask, size, x, y + 1), cell(mask, size, x + 1, y + 1), u - x);
        return between(above, below, v - y);
    }

    private static float between(float first, float second, float share) {
        return (1 - share) * first + share * second;
    }

    private static float cell(float[] mask, int size, int x, int y) {
        return x < 0 || y < 0 || x >= size || y >= size ? 0 : mask[y * size + x];
    }
}
