package io.metatransformer.core.fit;

import io.metatransformer.api.Prediction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Accuracy further up the tree of labels that are paths, such as {@code animal/cat}: the first parts of a path with
 * the greatest sum of probabilities are the answer there.
 */
final class LevelMetrics {
    private static final String SEPARATOR = "/";

    private final int levels;
    private final int[] right;
    private int count;

    /** @param labels of the head */
    LevelMetrics(List<String> labels) {
        this.levels = labels.stream().mapToInt(label -> parts(label) - 1).max().orElse(0);
        this.right = new int[levels];
    }

    private static int parts(String label) {
        return label.split(SEPARATOR, -1).length;
    }

    void add(Prediction.Classes answer, String truth) {
        for (int level = 1; level <= levels; level++) {
            Map<String, Double> sums = new HashMap<>();
            for (Prediction.Label label : answer.labels()) {
                sums.merge(above(label.label(), level), (double) label.score(), Double::sum);
            }
            String best = null; // ties go to what the likeliest label names
            for (Prediction.Label label : answer.labels()) {
                String here = above(label.label(), level);
                best = best == null || sums.get(here) > sums.get(best) ? here : best;
            }
            right[level - 1] += above(truth, level).equals(best) ? 1 : 0;
        }
        count++;
    }

    private static String above(String label, int level) {
        String[] parts = label.split(SEPARATOR, level + 1);
        return parts.length <= level
                ? label
                : label.substring(0, label.length() - parts[level].length() - 1);
    }

    /** {@code accuracy_level_1} for the first parts of paths, and so on, but not for whole paths. */
    void report(Map<String, Double> metrics) {
        for (int level = 1; level <= levels; level++) {
            metrics.put("accuracy_level_" + level, (double) right[level - 1] / count);
        }
    }
}
