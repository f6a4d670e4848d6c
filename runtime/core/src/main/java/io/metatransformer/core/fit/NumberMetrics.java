package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Metrics of numbers: errors in the unit of the targets, and the share of the variance that is explained. */
final class NumberMetrics {
    private NumberMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        int n = predictions.size();
        int M = ((Target.Numbers) targets.get(0)).values().elements();
        double[] mean = new double[M];
        double[][] truths = new double[n][];
        for (int i = 0; i < n; i++) {
            Tensor truth = ((Target.Numbers) targets.get(i)).values();
            Tensor answer = ((Prediction.Values) predictions.get(i)).values();
            if (!Arrays.equals(truth.shape(), answer.shape()) || truth.elements() != M) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "example " + i + ": the answer is " + answer + ", the target " + truth);
            }
            truths[i] = doubles(truth);
            for (int m = 0; m < M; m++) {
                mean[m] += truths[i][m] / n;
            }
        }
        double[] absolute = new double[n];
        double[] squared = new double[n];
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double[] answer = doubles(((Prediction.Values) predictions.get(i)).values());
            for (int m = 0; m < M; m++) {
                double off = answer[m] - truths[i][m];
                absolute[i] += Math.abs(off) / M;
                squared[i] += off * off / M;
                variance += Math.pow(truths[i][m] - mean[m], 2) / M;
            }
        }
        double mse = Arrays.stream(squared).average().orElse(0);
        double mae = Arrays.stream(absolute).average().orElse(0);
        double r2 = variance > 0 ? 1 - mse * n / variance : 0;
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("mse", mse);
        metrics.put("rmse", Math.sqrt(mse));
        metrics.put("mae", mae);
        metrics.put("r2", r2);
        return new Evaluation(
                n,
                mse,
                r2,
                metrics,
                Map.of("mse", Intervals.ofMean(squared), "mae", Intervals.ofMean(absolute)),
                Optional.empty());
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
