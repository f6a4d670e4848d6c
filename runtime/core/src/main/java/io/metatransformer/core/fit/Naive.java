package io.metatransformer.core.fit;

import io.metatransformer.api.Target;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Forecasts that need no model, {@code [horizon, channels]}, and how a series changes. */
final class Naive {
    /** A one-sided 95 % point of the normal distribution: M4's test of a season. */
    private static final double Z = 1.645;

    private Naive() {}

    /** The last value for ever. */
    static float[] last(Target.Continuation next) {
        return repeated(next, 1);
    }

    /** The last season for ever; the last value where the past is shorter than a season. */
    static float[] season(Target.Continuation next) {
        return repeated(next, next.past().size(0) < next.season() ? 1 : next.season());
    }

    private static float[] repeated(Target.Continuation next, int season) {
        int C = next.values().size(1);
        int steps = next.past().size(0);
        FloatBuffer past = next.past().data();
        float[] forecast = new float[next.values().elements()];
        for (int i = 0; i < forecast.length; i++) {
            int step = steps - season + i / C % season;
            forecast[i] = past.get(step * C + i % C);
        }
        return forecast;
    }

    /**
     * M4's Naive2: the last value of a series without its season, with the season put back; of a series without a
     * season the last value.
     */
    static float[] adjusted(Target.Continuation next) {
        int C = next.values().size(1);
        int m = next.season();
        float[] forecast = last(next);
        for (int channel = 0; channel < C; channel++) {
            double[] past = channel(next, channel);
            if (m > 1 && isSeasonal(past, m)) {
                double[] season = seasonOf(past, m);
                double level = past[past.length - 1] / season[(past.length - 1) % m];
                for (int p = 0; p * C + channel < forecast.length; p++) {
                    double there = level * season[(past.length + p) % m];
                    if (Double.isFinite(there)) {
                        forecast[p * C + channel] = (float) there;
                    }
                }
            }
        }
        return forecast;
    }

    /** Whether values a season apart go together more than chance explains; needs three seasons. */
    private static boolean isSeasonal(double[] values, int m) {
        if (values.length < 3 * m || Arrays.stream(values).anyMatch(value -> value <= 0)) {
            return false;
        }
        double limit = 1;
        for (int lag = 1; lag < m; lag++) {
            limit += 2 * Math.pow(correlation(values, lag), 2);
        }
        return Math.abs(correlation(values, m)) > Z * Math.sqrt(limit / values.length);
    }

    private static double correlation(double[] values, int lag) {
        double mean = Arrays.stream(values).average().orElse(0);
        double together = 0;
        double alone = 0;
        for (int t = 0; t < values.length; t++) {
            alone += Math.pow(values[t] - mean, 2);
            together += t < lag ? 0 : (values[t] - mean) * (values[t - lag] - mean);
        }
        return alone == 0 ? 0 : together / alone;
    }

    /** Classical multiplicative decomposition: the mean ratio to the moving average at each place, 1 on average. */
    private static double[] seasonOf(double[] values, int m) {
        double[] sum = new double[m];
        int[] count = new int[m];
        int half = m / 2;
        for (int t = half; t + half < values.length; t++) {
            double trend = 0;
            for (int k = -half; k <= half; k++) {
                boolean edge = m % 2 == 0 && Math.abs(k) == half;
                trend += values[t + k] * (edge ? 0.5 : 1) / m;
            }
            sum[t % m] += values[t] / trend;
            count[t % m]++;
        }
        double[] season = new double[m];
        for (int place = 0; place < m; place++) {
            season[place] = sum[place] / count[place];
        }
        double mean = Arrays.stream(season).average().orElse(1);
        return Arrays.stream(season).map(each -> each / mean).toArray();
    }

    /** Mean absolute change of each channel from one season to the next; NaN where the past has no two. */
    static double[] change(Target.Continuation next) {
        int C = next.values().size(1);
        double[] change = new double[C];
        for (int channel = 0; channel < C; channel++) {
            double[] past = channel(next, channel);
            int pairs = past.length - next.season();
            double sum = 0;
            for (int t = 0; t < pairs; t++) {
                sum += Math.abs(past[t + next.season()] - past[t]);
            }
            change[channel] = pairs > 0 ? sum / pairs : Double.NaN;
        }
        return change;
    }

    private static double[] channel(Target.Continuation next, int channel) {
        int C = next.past().size(1);
        FloatBuffer past = next.past().data();
        double[] values = new double[next.past().size(0)];
        for (int t = 0; t < values.length; t++) {
            values[t] = past.get(t * C + channel);
        }
        return values;
    }
}
