package io.metatransformer.head.detection;

import java.util.Arrays;
import java.util.List;

/**
 * The features of a region, averaged into a small grid (He et al., arXiv 1703.06870, RoIAlign), and the gradient of
 * that with respect to the map. Each region reads the level that fits its size (Lin et al., arXiv 1612.03144).
 *
 * @param bins of a side of the grid
 * @param samples of each bin and axis; 0 for one per cell that it covers
 * @param aligned whether the centre of the first cell is half a cell inside; without, regions are at least one cell
 *     large
 */
record RegionAlign(int binsDown, int binsAcross, int samples, boolean aligned) {

    /** Side of a region that reads the first level is below two of this. */
    private static final double FINEST = 56;

    /** As the heads of this package have it. */
    static RegionAlign of(int bins) {
        return new RegionAlign(bins, bins, 0, true);
    }

    /** Which of {@code levels} maps box {@code i} reads, from 0. */
    static int level(float[] boxes, int i, int levels) {
        double area =
                ((double) boxes[4 * i + 2] - boxes[4 * i])
                        * ((double) boxes[4 * i + 3] - boxes[4 * i + 1]);
        double level = Math.floor(Math.log(Math.sqrt(area) / FINEST + 1e-6) / Math.log(2));
        return level > 0 ? (int) Math.min(levels - 1, level) : 0; // and where it is no number
    }

    /** Values of one region. */
    int size(int channels) {
        return binsDown * binsAcross * channels;
    }

    /**
     * Features of every box.
     *
     * @param maps of strides {@code stride}, {@code 2·stride}, …
     * @param boxes {@code [N, 4]}
     * @param to {@code [N, binsDown, binsAcross, channels]}, written from {@code at}
     */
    void extract(List<FeatureMap> maps, float stride, float[] boxes, float[] to, int at) {
        for (int i = 0; i < boxes.length / 4; i++) {
            int level = level(boxes, i, maps.size());
            FeatureMap map = maps.get(level);
            extract(map, stride * (1 << level), boxes, i, to, at + i * size(map.channels()));
        }
    }

    /**
     * Adds to the gradients of maps what the gradients of their regions' features say.
     *
     * @param gradients as {@code maps} of {@link #extract}
     * @param from {@code [N, binsDown, binsAcross, channels]}, read from {@code at}
     */
    void pullBack(List<FeatureMap> gradients, float stride, float[] boxes, float[] from, int at) {
        for (int i = 0; i < boxes.length / 4; i++) {
            int level = level(boxes, i, gradients.size());
            FeatureMap map = gradients.get(level);
            pullBack(map, stride * (1 << level), boxes, i, from, at + i * size(map.channels()));
        }
    }

    /** Features of box {@code i} of one map. */
    void extract(FeatureMap map, float stride, float[] boxes, int i, float[] to, int at) {
        RegionAxis down = axis(boxes[4 * i + 1], boxes[4 * i + 3], stride, binsDown, map.rows());
        RegionAxis across = axis(boxes[4 * i], boxes[4 * i + 2], stride, binsAcross, map.cols());
        int C = map.channels();
        int left = across.start();
        int length = (across.end() - left) * C;
        float[] line = new float[Math.max(0, length)];
        for (int y = 0; y < binsDown; y++) {
            Arrays.fill(line, 0);
            for (int row = down.from[y]; row < down.to[y]; row++) {
                float weight = down.weights[y * map.rows() + row];
                add(line, 0, map.values(), (row * map.cols() + left) * C, length, weight);
            }
            for (int x = 0; x < binsAcross; x++) {
                int cell = at + (y * binsAcross + x) * C;
                Arrays.fill(to, cell, cell + C, 0);
                for (int col = across.from[x]; col < across.to[x]; col++) {
                    float weight = across.weights[x * map.cols() + col];
                    add(to, cell, line, (col - left) * C, C, weight);
                }
            }
        }
    }

    private void pullBack(
            FeatureMap map, float stride, float[] boxes, int i, float[] from, int at) {
        RegionAxis down = axis(boxes[4 * i + 1], boxes[4 * i + 3], stride, binsDown, map.rows());
        RegionAxis across = axis(boxes[4 * i], boxes[4 * i + 2], stride, binsAcross, map.cols());
        int C = map.channels();
        int left = across.start();
        int length = (across.end() - left) * C;
        float[] line = new float[Math.max(0, length)];
        for (int y = 0; y < binsDown; y++) {
            Arrays.fill(line, 0);
            for (int x = 0; x < binsAcross; x++) {
                int cell = at + (y * binsAcross + x) * C;
                for (int col = across.from[x]; col < across.to[x]; col++) {
                    float weight = across.weights[x * map.cols() + col];
                    add(line, (col - left) * C, from, cell, C, weight);
                }
            }
            for (int row = down.from[y]; row < down.to[y]; row++) {
                float weight = down.weights[y * map.rows() + row];
                add(map.values(), (row * map.cols() + left) * C, line, 0, length, weight);
            }
        }
    }

    private RegionAxis axis(float low, float high, float stride, int bins, int cells) {
        float scale = 1 / stride;
        float start = low * scale - (aligned ? 0.5f : 0);
        float end = high * scale - (aligned ? 0.5f : 0);
        float size = aligned ? end - start : Math.max(1, end - start);
        return RegionAxis.of(start, size, bins, samples, cells);
    }

    private static void add(float[] to, int t, float[] from, int f, int length, float weight) {
        for (int c = 0; c < length; c++) {
            to[t + c] += weight * from[f + c];
        }
    }
}
