package io.metatransformer.head.detection;

/** Puts the small mask of a box where it belongs in the picture. */
final class MaskPaste {
    private MaskPaste() {}

    /**
     * Linearly between the centres of cells, 0 outside of the box.
     *
     * @param mask {@code [size, size]} probabilities
     * @param box index into {@code boxes [N, 4]}
     * @return {@code [height, width]} probabilities
     */
    static float[] paste(float[] mask, int size, float[] boxes, int box, int width, int height) {
        float[] picture = new float[Math.multiplyExact(width, height)];
        float left = boxes[4 * box];
        float top = boxes[4 * box + 1];
        float across = size / (boxes[4 * box + 2] - left);
        float down = size / (boxes[4 * box + 3] - top);
        for (int y = 0; y < height; y++) {
            float v = (y + 0.5f - top) * down - 0.5f;
            if (v <= -1 || v >= size) {
                continue;
            }
            for (int x = 0; x < width; x++) {
                float u = (x + 0.5f - left) * across - 0.5f;
                if (u > -1 && u < size) {
                    picture[y * width + x] = at(mask, size, u, v);
                }
            }
        }
        return picture;
    }

    private static float at(float[] mask, int size, float u, float v) {
        int x = (int) Math.floor(u);
        int y = (int) Math.floor(v);
        float right = u - x;
        float below = v - y;
        return (1 - below)
                        * ((1 - right) * cell(mask, size, x, y)
                                + right * cell(mask, size, x + 1, y))
                + below
                        * ((1 - right) * cell(mask, size, x, y + 1)
                                + right * cell(mask, size, x + 1, y + 1));
    }

    private static float cell(float[] mask, int size, int x, int y) {
        return x < 0 || y < 0 || x >= size || y >= size ? 0 : mask[y * size + x];
    }
}
