package io.metatransformer.core.fit;

import io.metatransformer.api.SplitMix64;
import io.metatransformer.core.fit.Evaluation.Interval;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Ranges of 95 %. */
final class Intervals {
    private static final double Z = 1.959963984540054;
    private static final int RESAMPLES = 1000;

    /** Where a statistic costs more than a mean. */
    private static final int FEWER = 200;

    private Intervals() {}

    /** Of a share of n: Wilson's score interval (JASA 22, 1927), which holds near 0 and 1, too. */
    static Interval ofShare(double share, int n) {
        double z2 = Z * Z;
        double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /**
     * Of anything that n examples give, by its bootstrap, of a fixed seed.
     *
     * @param statistic of examples that were drawn, by their indices
     */
    static Interval of(int n, ToDoubleFunction<int[]> statistic) {
        SplitMix64 random = new SplitMix64(n);
        double[] found = new double[FEWER];
        int[] drawn = new int[n];
        for (int r = 0; r < FEWER; r++) {
            for (int i = 0; i < n; i++) {
                drawn[i] = (int) (random.nextDouble() * n);
            }
            found[r] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(found);
        return new Interval(found[FEWER / 40], found[FEWER - 1 - FEWER / 40]);
    }

    /** Of a mean: percentiles of its bootstrap (Efron, Annals of Statistics 7, 1979), of a fixed seed. */
    static Interval ofMean(double[] values) {
        SplitMix64 random = new SplitMix64(values.length);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            for (int i = 0; i < values.length; i++) {
                means[r] += values[(int) (random.nextDouble() * values.length)];
            }
            means[r] /= values.length;
        }
        Arrays.sort(means);
        return new Interval(means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
