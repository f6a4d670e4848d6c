package io.metatransformer.head.regression;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many numbers a training set has, and the mean and deviation of each: the unit of the answers. */
final class LearnedUnit {
    private LearnedUnit() {}

    static Map<String, Object> of(List<Target> targets, Map<String, Object> given) {
        List<float[]> rows = new ArrayList<>();
        for (Target target : targets) {
            if (!(target instanceof Target.Numbers numbers) || numbers.values().rank() != 1) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "a regression learns from one row of numbers per example; these targets are of"
                                + " another kind, or mixed");
            }
            rows.add(numbers.values().toArray());
        }
        int M = rows.get(0).length;
        double[] mean = new double[M];
        double[] deviation = new double[M];
        for (float[] row : rows) {
            if (row.length != M) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "every example needs the same count of numbers; some have "
                                + M
                                + ", one has "
                                + row.length);
            }
            for (int m = 0; m < M; m++) {
                mean[m] += row[m] / (double) rows.size();
            }
        }
        for (float[] row : rows) {
            for (int m = 0; m < M; m++) {
                deviation[m] += Math.pow(row[m] - mean[m], 2) / rows.size();
            }
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int m = 0; m < M; m++) {
            means.add(mean[m]);
            deviations.add(deviation[m] > 0 ? Math.sqrt(deviation[m]) : 1);
        }
        Map<String, Object> learnt = new HashMap<>(Map.of("outputs", M));
        learnt.put("mean", given.getOrDefault("mean", means));
        learnt.put("deviation", given.getOrDefault("deviation", deviations));
        return learnt;
    }
}
