package io.metatransformer.head.detection;

/**
 * One axis of a region, cut into bins: how much each cell of a map counts for each bin. Since both sampling and
 * averaging part into the two axes, this is all that {@link RegionAlign} needs to know of a region.
 */
final class RegionAxis {
    /** For each bin, the first cell that counts. */
    final int[] from;

    /** For each bin, the cell after the last one that counts; {@code from} if none does. */
    final int[] to;

    /** {@code [bins, cells]}. */
    final float[] weights;

    private RegionAxis(int bins, int cells) {
        from = new int[bins];
        to = new int[bins];
        weights = new float[bins * cells];
    }

    /**
     * Samples at the centres of equal parts of each bin, linearly between the centres of cells; up to one cell
     * outside of the map the outermost cell counts, farther out nothing does.
     *
     * @param start of the region, in cells; the centre of the first cell is at 0
     * @param size of the region, in cells; without a positive one, nothing counts
     * @param samples of each bin; 0 for one per cell that it covers, rounded up
     * @param cells of the map
     */
    static RegionAxis of(float start, float size, int bins, int samples, int cells) {
        RegionAxis axis = new RegionAxis(bins, cells);
        float bin = size / bins;
        int count = samples > 0 ? samples : (int) Math.ceil(bin);
        for (int b = 0; b < bins; b++) {
            int from = cells;
            int to = 0;
            // Past this many samples all lie outside: a huge region must not take for ever.
            for (int s = first(start, bin, b, count); s < count; s++) {
                float at = start + b * bin + (s + 0.5f) * bin / count;
                if (at > cells && bin > 0) {
                    break;
                }
                if (at < -1 || at > cells) {
                    continue;
                }
                float inside = Math.max(0, at);
                int low = Math.min(cells - 1, (int) inside);
                float high = low == cells - 1 ? 0 : inside - low;
                axis.weights[b * cells + low] += (1 - high) / count;
                from = Math.min(from, low);
                to = Math.max(to, low + 1);
                if (high > 0) {
                    axis.weights[b * cells + low + 1] += high / count;
                    to = Math.max(to, low + 2);
                }
            }
            axis.from[b] = Math.min(from, to);
            axis.to[b] = to;
        }
        return axis;
    }

    /** A sample before which all lie in front of the map. */
    private static int first(float start, float bin, int b, int count) {
        double before = (-2 - ((double) start + b * bin)) / bin * count;
        return bin > 0 && before > 0 ? (int) Math.min(count, before) : 0;
    }

    /** The first cell that counts for any bin. */
    int start() {
        int start = Integer.MAX_VALUE;
        for (int b = 0; b < from.length; b++) {
            start = from[b] < to[b] ? Math.min(start, from[b]) : start;
        }
        return start == Integer.MAX_VALUE ? 0 : start;
    }

    /** The cell after the last one that counts for any bin. */
    int end() {
        int end = 0;
        for (int b = 0; b < to.length; b++) {
            end = from[b] < to[b] ? Math.max(end, to[b]) : end;
        }
        return end;
    }
}
