package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Corrects labels that cannot be: of fewer than 10 points, or of a part that the shape has not. Each of their points
 * gets the most frequent other label among its 11 nearest points; of equal counts that of the nearest point. A label
 * whose points have no other ones near them stays.
 *
 * <p>Labels are corrected one after the other, in the order in which they first occur, each upon what the one before
 * left (the reference's {@code part_seg_refinement}).
 */
final class PartRefinement {
    private static final int FEWEST = 10;
    private static final int NEIGHBOURS = 11;

    private PartRefinement() {}

    /**
     * @param labels {@code [P]}, changed in place
     * @param placed indices of the points that have a place
     * @param xyz their places
     * @param belongs of each label, whether the shape has it
     */
    static void refine(int[] labels, int[] placed, float[] xyz, boolean[] belongs) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int point : placed) {
            counts.merge(labels[point], 1, Integer::sum);
        }
        if (counts.size() < 2) {
            return;
        }
        NearestPoints nearest = new NearestPoints(xyz);
        counts.forEach(
                (label, count) -> {
                    if (count < FEWEST || !belongs[label]) {
                        replace(label, labels, placed, xyz, nearest);
                    }
                });
    }

    private static void replace(
            int label, int[] labels, int[] placed, float[] xyz, NearestPoints nearest) {
        int[] before = labels.clone();
        IntStream.range(0, placed.length)
                .parallel()
                .filter(i -> before[placed[i]] == label)
                .forEach(
                        i -> {
                            NearestPoints.Search search =
                                    nearest.new Search(Math.min(NEIGHBOURS, nearest.size()));
                            search.from(xyz, 3 * i);
                            labels[placed[i]] = mostFrequentOther(label, before, placed, search);
                        });
    }

    private static int mostFrequentOther(
            int label, int[] labels, int[] placed, NearestPoints.Search search) {
        int[] others = new int[search.size()];
        Arrays.setAll(others, j -> labels[placed[search.point(j)]]);
        int best = Target.IGNORED;
        long most = 0;
        for (int other : others) {
            long count = Arrays.stream(others).filter(each -> each == other).count();
            if (other != label && count > most) {
                most = count;
                best = other;
            }
        }
        return most == 0 ? label : best;
    }
}
