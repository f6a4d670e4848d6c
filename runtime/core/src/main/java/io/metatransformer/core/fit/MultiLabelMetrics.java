package io.metatransformer.core.fit;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Metrics where any number of labels may hold; a label is answered if it scores above one half. */
final class MultiLabelMetrics {
    private MultiLabelMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        Map<String, int[]> counts = new TreeMap<>(); // right, answered, true
        double loss = 0;
        int whole = 0;
        int outputs = 0;
        Calibrated calibrated = new Calibrated();
        for (int i = 0; i < predictions.size(); i++) {
            Set<String> truth = ((Target.Labels) targets.get(i)).labels();
            boolean same = true;
            for (Prediction.Label label : ((Prediction.Classes) predictions.get(i)).labels()) {
                boolean holds = truth.contains(label.label());
                boolean answered = label.score() > 0.5;
                int[] count = counts.computeIfAbsent(label.label(), key -> new int[3]);
                count[0] += holds && answered ? 1 : 0;
                count[1] += answered ? 1 : 0;
                count[2] += holds ? 1 : 0;
                same &= holds == answered;
                double probability = holds ? label.score() : 1 - label.score();
                loss -= Math.log(Math.max(LabelMetrics.LEAST, probability));
                calibrated.add(label.score(), holds);
                outputs++;
            }
            whole += same ? 1 : 0;
        }
        int n = predictions.size();
        double meanF1 =
                counts.values().stream().mapToDouble(MultiLabelMetrics::f1).average().orElse(0);
        int[] sum = new int[3];
        counts.values().forEach(count -> add(sum, count));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("mean_f1", meanF1);
        metrics.put("pooled_f1", f1(sum));
        metrics.put(LabelMetrics.CALIBRATION_ERROR, calibrated.error());
        metrics.put("exact", (double) whole / n);
        return new Evaluation(
                n,
                loss / Math.max(1, outputs),
                meanF1,
                metrics,
                Map.of("exact", Intervals.ofShare((double) whole / n, n)),
                Optional.empty());
    }

    /** A label that neither is true nor was answered anywhere is right: 1. */
    private static double f1(int[] count) {
        int all = count[1] + count[2];
        return all == 0 ? 1 : 2.0 * count[0] / all;
    }

    private static void add(int[] sum, int[] count) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += count[i];
        }
    }
}
