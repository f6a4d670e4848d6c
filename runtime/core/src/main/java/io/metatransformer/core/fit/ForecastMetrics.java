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

/**
 * Metrics of forecasts: errors in the unit of the series, in deviations of the training data as the reference reports
 * them, in percent, and relative to how the series changes; and how much smaller they are than those of two
 * forecasts that need no model, the last value and the last season (1 for no error, 0 for no gain).
 *
 * <p>Source: metrics of the reference's time-series library; MASE and OWA as in the M4 competition (Makridakis et
 * al., International Journal of Forecasting 36, 2020).
 */
final class ForecastMetrics {
    private ForecastMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        int n = predictions.size();
        Errors answered = new Errors(n);
        Errors last = new Errors(n);
        Errors season = new Errors(n);
        Errors naive2 = new Errors(n);
        for (int i = 0; i < n; i++) {
            var next = (Target.Continuation) targets.get(i);
            Tensor answer = ((Prediction.Values) predictions.get(i)).values();
            if (!Arrays.equals(answer.shape(), next.values().shape())) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "example "
                                + i
                                + ": the answer is "
                                + answer
                                + ", the target "
                                + next.values());
            }
            answered.add(answer.toArray(), next);
            last.add(Naive.last(next), next);
            season.add(Naive.season(next), next);
            naive2.add(Naive.adjusted(next), next);
        }
        return evaluation(n, answered, last, season, naive2);
    }

    private static Evaluation evaluation(
            int n, Errors answered, Errors last, Errors season, Errors naive2) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("mse", answered.mean(Errors.SQUARED));
        metrics.put("rmse", Math.sqrt(answered.mean(Errors.SQUARED)));
        metrics.put("mae", answered.mean(Errors.ABSOLUTE));
        metrics.put("mse_scaled", answered.mean(Errors.SQUARED_SCALED));
        metrics.put("mae_scaled", answered.mean(Errors.ABSOLUTE_SCALED));
        metrics.put("smape", answered.mean(Errors.SYMMETRIC));
        put(metrics, "mape", answered.mean(Errors.RELATIVE));
        put(metrics, "mspe", answered.mean(Errors.RELATIVE_SQUARED));
        double mase = answered.mean(Errors.BY_CHANGE);
        put(metrics, "mase", mase);
        put(
                metrics,
                "owa",
                0.5 * answered.mean(Errors.SYMMETRIC) / naive2.mean(Errors.SYMMETRIC)
                        + 0.5 * mase / naive2.mean(Errors.BY_CHANGE));
        double error = answered.mean(Errors.SQUARED_SCALED);
        double ofLast = last.mean(Errors.SQUARED_SCALED);
        double ofSeason = season.mean(Errors.SQUARED_SCALED);
        put(metrics, "skill_over_last_value", 1 - error / ofLast);
        put(metrics, "skill_over_last_season", 1 - error / ofSeason);
        double best = Math.min(ofLast, ofSeason);
        return new Evaluation(
                n,
                error,
                best > 0 ? 1 - error / best : 0,
                metrics,
                Map.of(
                        "mse_scaled", Intervals.ofMean(answered.all(Errors.SQUARED_SCALED)),
                        "mae_scaled", Intervals.ofMean(answered.all(Errors.ABSOLUTE_SCALED))),
                Optional.empty());
    }

    /** What is not defined for these values, for a truth of 0 or a past that does not change, is left out. */
    private static void put(Map<String, Double> metrics, String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, value);
        }
    }

    /** Mean errors of each window. */
    private static final class Errors {
        static final int SQUARED = 0;
        static final int ABSOLUTE = 1;
        static final int SQUARED_SCALED = 2;
        static final int ABSOLUTE_SCALED = 3;
        static final int SYMMETRIC = 4;
        static final int RELATIVE = 5;
        static final int RELATIVE_SQUARED = 6;
        static final int BY_CHANGE = 7;
        private static final int KINDS = 8;

        private final double[][] errors;
        private int windows;

        Errors(int windows) {
            this.errors = new double[KINDS][windows];
        }

        void add(float[] answer, Target.Continuation next) {
            float[] truth = next.values().toArray();
            float[] deviation = next.deviation().toArray();
            double[] change = Naive.change(next);
            double[] sum = new double[KINDS];
            for (int i = 0; i < truth.length; i++) {
                int channel = i % deviation.length;
                double off = (double) answer[i] - truth[i];
                double size = Math.abs((double) answer[i]) + Math.abs((double) truth[i]);
                sum[SQUARED] += off * off;
                sum[ABSOLUTE] += Math.abs(off);
                sum[SQUARED_SCALED] += Math.pow(off / deviation[channel], 2);
                sum[ABSOLUTE_SCALED] += Math.abs(off / deviation[channel]);
                sum[SYMMETRIC] += size == 0 ? 0 : 200 * Math.abs(off) / size;
                sum[RELATIVE] += Math.abs(off / truth[i]);
                sum[RELATIVE_SQUARED] += Math.pow(off / truth[i], 2);
                sum[BY_CHANGE] += Math.abs(off) / change[channel];
            }
            for (int kind = 0; kind < KINDS; kind++) {
                errors[kind][windows] = sum[kind] / truth.length;
            }
            windows++;
        }

        double[] all(int kind) {
            return errors[kind];
        }

        double mean(int kind) {
            return Arrays.stream(errors[kind]).average().orElse(Double.NaN);
        }
    }
}
