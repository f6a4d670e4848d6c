package io.metatransformer.head.forecasting;

import io.metatransformer.api.WeightSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The energy above which a step is an anomaly: kept as a tensor, since training finds it last. */
final class EnergyThreshold {
    static final String TENSOR = "threshold";

    private EnergyThreshold() {}

    /** Also declares the threshold; without it, and none in the request, energies alone are answered. */
    static List<WeightSpec> with(List<WeightSpec> specs) {
        List<WeightSpec> all = new ArrayList<>(specs);
        all.add(WeightSpec.optional(TENSOR, 1));
        return all;
    }

    /**
     * The percentile that leaves so many percent above it, between two energies along a line.
     *
     * @param energies at least one
     * @param ratio in percent, from 0 to 100
     */
    static double of(double[] energies, double ratio) {
        double[] sorted = energies.clone();
        Arrays.sort(sorted);
        double place = (100 - ratio) / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
