package io.metatransformer.head.classification;

import io.metatransformer.api.Prediction.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels that are paths, such as {@code animal/cat}, as answers further up the tree: {@code animal}. Shares of one
 * distribution are summed; of labels that may hold together, any may: {@code 1 - Π(1 - p)}.
 */
final class Levels {
    static final String SEPARATOR = "/";

    private Levels() {}

    /** The first parts of a path, at most so many. */
    static String above(String path, int level) {
        int at = -1;
        for (int part = 0; part < level; part++) {
            at = path.indexOf(SEPARATOR, at + 1);
            if (at < 0) {
                return path;
            }
        }
        return path.substring(0, at);
    }

    /**
     * @param labels every label, in any order
     * @param level how many parts of each path are kept, at least 1
     * @return best first; ties in the order in which the labels first name them
     */
    static List<Label> at(int level, List<Label> labels, boolean exclusive) {
        List<Label> inOrder = new ArrayList<>(labels);
        inOrder.sort(Comparator.comparingInt(Label::index));
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Label label : inOrder) {
            double p = label.score();
            shares.merge(
                    above(label.label(), level), p, (a, b) -> exclusive ? a + b : a + b - a * b);
        }
        List<Label> upper = new ArrayList<>();
        shares.forEach(
                (name, p) -> upper.add(new Label(name, upper.size(), (float) Math.min(1, p))));
        upper.sort(Comparator.comparing((Label label) -> -label.score()));
        return upper;
    }
}
