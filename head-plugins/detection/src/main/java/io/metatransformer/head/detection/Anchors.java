package io.metatransformer.head.detection;

import java.util.List;

/**
 * Boxes of a few sizes and shapes around every cell of a map (Ren et al., arXiv 1506.01497).
 *
 * @param scales side of a square anchor, in cells
 * @param ratios height over width
 */
record Anchors(List<Double> scales, List<Double> ratios) {

    /** One scale, three shapes. */
    static final Anchors USUAL = new Anchors(List.of(8.0), List.of(0.5, 1.0, 2.0));

    Anchors {
        scales = List.copyOf(scales);
        ratios = List.copyOf(ratios);
    }

    /** A, the number of anchors of a cell. */
    int count() {
        return scales.size() * ratios.size();
    }

    /**
     * Around the origin, {@code [A, 4]}; the ratio is slowest.
     *
     * @param size side of a cell
     */
    float[] base(double size) {
        float[] boxes = new float[4 * count()];
        int at = 0;
        for (double ratio : ratios) {
            for (double scale : scales) {
                double width = size * scale / Math.sqrt(ratio);
                double height = size * scale * Math.sqrt(ratio);
                boxes[at++] = (float) (-width / 2);
                boxes[at++] = (float) (-height / 2);
                boxes[at++] = (float) (width / 2);
                boxes[at++] = (float) (height / 2);
            }
        }
        return boxes;
    }

    /**
     * {@code [rows · cols · A, 4]}, cells row by row: a cell's anchors lie around its top left corner.
     *
     * @param base {@code [A, 4]}
     */
    static float[] grid(float[] base, int rows, int cols, float strideX, float strideY) {
        float[] boxes = new float[Math.multiplyExact(Math.multiplyExact(rows, cols), base.length)];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++) {
                for (int i = 0; i < base.length; i += 2) {
                    boxes[at++] = base[i] + col * strideX;
                    boxes[at++] = base[i + 1] + row * strideY;
                }
            }
        }
        return boxes;
    }
}
