package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Metrics of single labels. */
final class LabelMetrics {
    /** Below this a probability counts as this: one wrong answer must not make a loss infinite. */
    static final double LEAST = 1e-7;

    static final String CALIBRATION_ERROR = "calibration_error";

    private LabelMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        List<String> labels = labels((Prediction.Classes) predictions.get(0));
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(label -> index.put(label, index.size()));
        int[][] counts = new int[labels.size()][labels.size()];
        double loss = 0;
        int amongFive = 0;
        Calibrated calibrated = new Calibrated();
        LevelMetrics levels = new LevelMetrics(labels);
        for (int i = 0; i < predictions.size(); i++) {
            var answer = (Prediction.Classes) predictions.get(i);
            int truth = truth((Target.Label) targets.get(i), index);
            Prediction.Label best = answer.labels().get(0);
            counts[truth][best.index()]++;
            calibrated.add(best.score(), best.index() == truth);
            levels.add(answer, labels.get(truth));
            double probability = 0;
            for (int rank = 0; rank < answer.labels().size(); rank++) {
                Prediction.Label label = answer.labels().get(rank);
                if (label.index() == truth) {
                    probability = label.score();
                    amongFive += rank < 5 ? 1 : 0;
                }
            }
            loss -= Math.log(Math.max(LEAST, probability));
        }
        int n = predictions.size();
        Map<String, Double> metrics = metrics(counts, n);
        if (labels.size() > 5) {
            metrics.put("top_5_accuracy", (double) amongFive / n);
        }
        metrics.put(CALIBRATION_ERROR, calibrated.error());
        levels.report(metrics);
        double accuracy = metrics.get("accuracy");
        return new Evaluation(
                n,
                loss / n,
                accuracy,
                metrics,
                Map.of("accuracy", Intervals.ofShare(accuracy, n)),
                Optional.of(new Evaluation.Confusion(labels, counts)));
    }

    private static List<String> labels(Prediction.Classes answer) {
        List<Prediction.Label> inOrder = new ArrayList<>(answer.labels());
        inOrder.sort(Comparator.comparingInt(Prediction.Label::index));
        return inOrder.stream().map(Prediction.Label::label).toList();
    }

    private static int truth(Target.Label target, Map<String, Integer> index) {
        Integer truth = index.get(target.label());
        if (truth == null) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the head has no label "
                            + Quoted.of(target.label())
                            + "; it has "
                            + index.keySet().stream().sorted().limit(20).toList());
        }
        return truth;
    }

    /** Mean accuracy and F1 are over the labels that the truth has. */
    private static Map<String, Double> metrics(int[][] counts, int n) {
        int K = counts.length;
        int right = 0;
        double recalls = 0;
        double f1s = 0;
        int present = 0;
        double expected = 0;
        for (int k = 0; k < K; k++) {
            int truths = 0;
            int answers = 0;
            for (int j = 0; j < K; j++) {
                truths += counts[k][j];
                answers += counts[j][k];
            }
            right += counts[k][k];
            expected += (double) truths * answers / ((double) n * n);
            if (truths > 0) {
                present++;
                recalls += (double) counts[k][k] / truths;
                f1s += 2.0 * counts[k][k] / (truths + answers);
            }
        }
        Map<String, Double> metrics = new TreeMap<>();
        double accuracy = (double) right / n;
        metrics.put("accuracy", accuracy);
        metrics.put("mean_accuracy", recalls / present);
        metrics.put("mean_f1", f1s / present);
        metrics.put("kappa", expected < 1 ? (accuracy - expected) / (1 - expected) : 0);
        return metrics;
    }
}
