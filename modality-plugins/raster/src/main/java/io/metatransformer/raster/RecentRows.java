package io.metatransformer.raster;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/** Single pixels of a picture that is read row by row; keeps the last few rows. For one thread. */
final class RecentRows implements IntBinaryOperator {
    /** As many as a thumbnail looks at for one row of its own. */
    private static final int KEPT = 4;

    private final Rows8 rows;
    private final int[] numbers = new int[KEPT];
    private final int[][] kept = new int[KEPT][];
    private int next;

    RecentRows(Rows8 rows) {
        this.rows = rows;
        Arrays.fill(numbers, -1);
    }

    @Override
    public int applyAsInt(int x, int y) {
        int[] row = row(y);
        int channels = rows.channels();
        int at = x * channels;
        int step = channels == 1 ? 0 : 1;
        return row[at] << 16 | row[at + step] << 8 | row[at + 2 * step];
    }

    private int[] row(int y) {
        for (int i = 0; i < KEPT; i++) {
            if (numbers[i] == y) {
                return kept[i];
            }
        }
        int slot = next;
        next = (next + 1) % KEPT;
        if (kept[slot] == null) {
            kept[slot] = new int[rows.width() * rows.channels()];
        }
        rows.row(y, kept[slot]);
        numbers[slot] = y;
        return kept[slot];
    }
}
