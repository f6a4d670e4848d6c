package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Metrics of filled gaps, over what was hidden alone: errors in the unit of the series, and in deviations of what the
 * series held. Where a head answers with the energy of each step instead, the mean energy.
 */
final class HiddenMetrics {
    private static final String ENERGY = "energy";

    private HiddenMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        boolean energies =
                predictions.stream()
                        .allMatch(each -> ((Prediction.Values) each).names().indexOf(ENERGY) == 0);
        return energies ? ofEnergies(predictions) : ofGaps(predictions, targets);
    }

    private static Evaluation ofEnergies(List<Prediction> predictions) {
        double[] means = predictions.stream().mapToDouble(HiddenMetrics::energy).toArray();
        double mean = Arrays.stream(means).average().orElse(0);
        return new Evaluation(
                means.length,
                mean,
                1 - mean, // of values of variance 1: the share that is explained
                Map.of("energy", mean),
                Map.of("energy", Intervals.ofMean(means)),
                Optional.empty());
    }

    private static double energy(Prediction prediction) {
        Tensor values = ((Prediction.Values) prediction).values();
        double sum = 0;
        for (int step = 0; step < values.size(0); step++) {
            sum += values.data().get(step * values.size(1));
        }
        return sum / values.size(0);
    }

    private static Evaluation ofGaps(List<Prediction> predictions, List<Target> targets) {
        double[] deviation = deviations(targets);
        List<double[]> errors = new ArrayList<>(); // of each series: squared, absolute, both scaled
        for (int i = 0; i < targets.size(); i++) {
            var series = (Target.Hidden) targets.get(i);
            Tensor answer = ((Prediction.Values) predictions.get(i)).values();
            if (!Arrays.equals(answer.shape(), series.values().shape())) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "example "
                                + i
                                + ": the answer is "
                                + answer
                                + ", the target "
                                + series.values());
            }
            double[] sum = new double[4];
            int count = 0;
            for (int e = 0; e < answer.elements(); e++) {
                if (series.hidden().data().get(e) != 0) {
                    double off = (double) answer.data().get(e) - series.values().data().get(e);
                    double scaled = off / deviation[e % deviation.length];
                    sum[0] += off * off;
                    sum[1] += Math.abs(off);
                    sum[2] += scaled * scaled;
                    sum[3] += Math.abs(scaled);
                    count++;
                }
            }
            int hidden = count;
            if (hidden > 0) {
                errors.add(Arrays.stream(sum).map(each -> each / hidden).toArray());
            }
        }
        if (errors.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "nothing was hidden that could be measured");
        }
        Map<String, Double> metrics = new TreeMap<>();
        List<String> names = List.of("mse", "mae", "mse_scaled", "mae_scaled");
        Map<String, Evaluation.Interval> intervals = new TreeMap<>();
        for (int kind = 0; kind < names.size(); kind++) {
            int own = kind;
            double[] all = errors.stream().mapToDouble(each -> each[own]).toArray();
            metrics.put(names.get(kind), Arrays.stream(all).average().orElse(0));
            intervals.put(names.get(kind), Intervals.ofMean(all));
        }
        double loss = metrics.get("mse_scaled");
        return new Evaluation(errors.size(), loss, 1 - loss, metrics, intervals, Optional.empty());
    }

    /** Of each channel over all series; 1 for one that does not vary. */
    private static double[] deviations(List<Target> targets) {
        int C = ((Target.Hidden) targets.get(0)).values().size(1);
        double[] mean = new double[C];
        double[] variance = new double[C];
        for (int pass = 0; pass < 2; pass++) {
            long steps = 0;
            for (Target target : targets) {
                float[] values = ((Target.Hidden) target).values().toArray();
                steps += values.length / C;
                for (int e = 0; e < values.length; e++) {
                    if (pass == 0) {
                        mean[e % C] += values[e];
                    } else {
                        variance[e % C] += Math.pow(values[e] - mean[e % C], 2);
                    }
                }
            }
            double count = steps;
            double[] sums = pass == 0 ? mean : variance;
            Arrays.setAll(sums, c -> sums[c] / count);
        }
        return Arrays.stream(variance).map(v -> v > 0 ? Math.sqrt(v) : 1).toArray();
    }
}
