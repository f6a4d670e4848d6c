package io.metatransformer.modality.pointcloud;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the points of a group bring to the convolutions. */
enum GroupFeatures {
    /** Their place relative to the centre. */
    DP(true, false, false),
    /** Their own features. */
    FJ(false, true, false),
    /** Their features minus those of the centre. */
    DF(false, false, true),
    DP_FJ(true, true, false),
    DP_DF(true, false, true);

    private final boolean place;
    private final boolean own;
    private final boolean difference;

    GroupFeatures(boolean place, boolean own, boolean difference) {
        this.place = place;
        this.own = own;
        this.difference = difference;
    }

    /** Whether a row begins with the place relative to the centre. */
    boolean place() {
        return place;
    }

    /** Whether features of points are read as they are; otherwise, if at all, minus those of the centre. */
    boolean own() {
        return own;
    }

    /**
     * @param channels C that a point has
     */
    int width(int channels) {
        return (place ? 3 : 0) + (own || difference ? channels : 0);
    }

    /**
     * One row per point of a group.
     *
     * @param cloud points and features {@code [N, 3]}, {@code [N, C]}
     * @param groups some of its groups
     * @param from first group that is wanted
     * @param to the group after the last one
     * @return {@code [(to - from) · k, width(C)]}
     */
    float[] rows(Level cloud, Groups groups, int from, int to) {
        int k = groups.size();
        int C = cloud.channels();
        int W = width(C);
        float[] rows = new float[(to - from) * k * W];
        int at = 0;
        for (int m = from; m < to; m++) {
            int centre = groups.centres()[m];
            for (int j = 0; j < k; j++, at += W) {
                int point = groups.neighbours()[m * k + j];
                if (place) {
                    subtract(cloud.xyz(), point, centre, 3, rows, at);
                }
                int next = at + (place ? 3 : 0);
                if (own) {
                    System.arraycopy(cloud.features(), point * C, rows, next, C);
                } else if (difference) {
                    subtract(cloud.features(), point, centre, C, rows, next);
                }
            }
        }
        return rows;
    }

    private static void subtract(
            float[] values, int point, int centre, int width, float[] target, int at) {
        for (int i = 0; i < width; i++) {
            target[at + i] = values[point * width + i] - values[centre * width + i];
        }
    }

    static List<String> words() {
        return Arrays.stream(values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    static GroupFeatures of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
