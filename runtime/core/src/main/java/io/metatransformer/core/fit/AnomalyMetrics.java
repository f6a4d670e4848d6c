package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Metrics of unusual steps: precision, recall and F1 of the flags, and the same once every unusual stretch of which a
 * step was found counts as found whole, as the reference reports them ("point adjustment", Xu et al., arXiv
 * 1802.03903).
 */
final class AnomalyMetrics {
    private AnomalyMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        int n = predictions.size();
        int steps = 0;
        for (Target target : targets) {
            steps += ((Target.PointLabels) target).classes().elements();
        }
        boolean[] flags = new boolean[steps];
        boolean[] truths = new boolean[steps];
        double usual = 0;
        int counted = 0;
        int at = 0;
        for (int i = 0; i < n; i++) {
            Tensor scores = scores(predictions.get(i), i);
            Tensor labels = ((Target.PointLabels) targets.get(i)).classes();
            if (scores.size(0) != labels.size(0)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "example "
                                + i
                                + ": "
                                + scores.size(0)
                                + " steps are answered, "
                                + labels.size(0)
                                + " have a label");
            }
            for (int step = 0; step < labels.size(0); step++, at++) {
                truths[at] = labels.data().get(step) > 0;
                flags[at] = scores.data().get(2 * step + 1) > 0;
                if (!truths[at]) {
                    usual += scores.data().get(2 * step);
                    counted++;
                }
            }
        }
        Map<String, Double> metrics = new TreeMap<>();
        double f1 = scored(metrics, "", flags, truths);
        scored(metrics, "_adjusted", adjusted(flags, truths, true), truths);
        double accuracy = metrics.get("accuracy");
        return new Evaluation(
                n,
                usual / Math.max(1, counted),
                f1,
                metrics,
                Map.of("accuracy", Intervals.ofShare(accuracy, steps)),
                Optional.empty());
    }

    private static Tensor scores(Prediction prediction, int example) {
        Tensor scores = ((Prediction.Values) prediction).values();
        if (scores.rank() != 2 || scores.size(1) != 2) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "example "
                            + example
                            + ": unusual steps are measured by an energy and a flag for each, got "
                            + scores
                            + "; a head without a threshold flags nothing");
        }
        return scores;
    }

    /** @return F1, 1 if nothing is unusual and nothing was flagged */
    private static double scored(
            Map<String, Double> metrics, String suffix, boolean[] flags, boolean[] truths) {
        int right = 0;
        int flagged = 0;
        int unusual = 0;
        int same = 0;
        for (int i = 0; i < flags.length; i++) {
            right += flags[i] && truths[i] ? 1 : 0;
            flagged += flags[i] ? 1 : 0;
            unusual += truths[i] ? 1 : 0;
            same += flags[i] == truths[i] ? 1 : 0;
        }
        double f1 = flagged + unusual == 0 ? 1 : 2.0 * right / (flagged + unusual);
        metrics.put("precision" + suffix, flagged == 0 ? 0 : (double) right / flagged);
        metrics.put("recall" + suffix, unusual == 0 ? 0 : (double) right / unusual);
        metrics.put("f1" + suffix, f1);
        metrics.put("accuracy" + suffix, (double) same / flags.length);
        return f1;
    }

    /**
     * Flags all of a true stretch of which a step is flagged.
     *
     * @param first whether the very first step is filled, too; the reference leaves it out
     */
    static boolean[] adjusted(boolean[] flags, boolean[] truths, boolean first) {
        boolean[] adjusted = flags.clone();
        for (int from = 0; from < truths.length; ) {
            int to = from;
            boolean found = false;
            while (to < truths.length && truths[to]) {
                found |= flags[to++];
            }
            for (int i = from; found && i < to; i++) {
                adjusted[i] |= i > 0 || first;
            }
            from = to + 1;
        }
        return adjusted;
    }
}
