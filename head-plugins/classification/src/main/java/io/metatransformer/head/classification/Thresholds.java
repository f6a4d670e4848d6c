package io.metatransformer.head.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Where several labels may hold: the probability of each above which it is answered. */
final class Thresholds {
    private static final double USUAL = 0.5;

    private Thresholds() {}

    /**
     * For each label the threshold of the best F1; half way between the two probabilities that it parts. A
     * label that holds nowhere, or everywhere, has 0.5.
     *
     * @param probabilities {@code [K]} each
     * @param truths as many
     */
    static List<Double> best(List<double[]> probabilities, List<boolean[]> truths) {
        List<Double> best = new ArrayList<>();
        int K = truths.get(0).length;
        for (int k = 0; k < K; k++) {
            best.add(best(probabilities, truths, k));
        }
        return best;
    }

    private static double best(List<double[]> probabilities, List<boolean[]> truths, int k) {
        List<Integer> order =
                IntStream.range(0, truths.size())
                        .boxed()
                        .sorted(Comparator.comparing((Integer i) -> -probabilities.get(i)[k]))
                        .toList();
        long holding = truths.stream().filter(truth -> truth[k]).count();
        if (holding == 0 || holding == truths.size()) {
            return USUAL;
        }
        double best = USUAL;
        double bestF1 = 0;
        int right = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            right += truths.get(order.get(rank))[k] ? 1 : 0;
            double here = probabilities.get(order.get(rank))[k];
            double next = rank + 1 < order.size() ? probabilities.get(order.get(rank + 1))[k] : 0;
            double f1 = 2.0 * right / (rank + 1 + holding);
            if (next < here && f1 > bestF1) {
                bestF1 = f1;
                best = (here + next) / 2;
            }
        }
        return best;
    }
}
