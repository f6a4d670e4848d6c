package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options that the targets of a training set tell. */
final class LearnedForecast {
    private LearnedForecast() {}

    /** The values that a forecast is compared with, {@code [P, C]}. */
    static Tensor values(String name, ForecastingOptions layout, Target target) {
        Tensor values = values(name, target);
        if (values.size(0) != layout.horizon() || values.size(1) != layout.channels()) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    name
                            + " learns "
                            + layout.horizon()
                            + " steps of "
                            + layout.channels()
                            + " channels, got "
                            + values);
        }
        return values;
    }

    private static Tensor values(String name, Target target) {
        if (target instanceof Target.Continuation next) {
            return next.values();
        }
        if (target instanceof Target.Numbers numbers && numbers.values().rank() == 2) {
            return numbers.values();
        }
        throw new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH,
                name
                        + " learns from how a series goes on, [horizon, channels]; a target is of"
                        + " another kind");
    }

    /** Horizon, channels, their mean and deviation; of a series also its season, and that it goes on from its end. */
    static Map<String, Object> ofForecast(List<Target> targets, Map<String, Object> given) {
        Tensor first = values("forecasting", targets.get(0));
        int P = first.size(0);
        int C = first.size(1);
        Map<String, Object> learnt = new HashMap<>();
        learnt.putAll(chosen("horizon", P, given));
        learnt.putAll(chosen("channels", C, given));
        double[] mean = new double[C];
        double count = (double) targets.size() * P;
        for (Target target : targets) {
            Tensor values = values("forecasting", target);
            if (values.size(0) != P || values.size(1) != C) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "every example needs the same horizon and channels; there are "
                                + first
                                + " and "
                                + values);
            }
            float[] all = values.toArray();
            for (int i = 0; i < all.length; i++) {
                mean[i % C] += all[i] / count;
            }
        }
        double[] variance = new double[C];
        for (Target target : targets) {
            float[] all = values("forecasting", target).toArray();
            for (int i = 0; i < all.length; i++) {
                variance[i % C] += Math.pow(all[i] - mean[i % C], 2) / count;
            }
        }
        List<Double> means = Arrays.stream(mean).boxed().toList();
        List<Double> deviations =
                Arrays.stream(variance).map(v -> v > 0 ? Math.sqrt(v) : 1).boxed().toList();
        learnt.put("mean", given.getOrDefault("mean", means));
        learnt.put("deviation", given.getOrDefault("deviation", deviations));
        if (targets.get(0) instanceof Target.Continuation next) {
            learnt.put("season", given.getOrDefault("season", next.season()));
            learnt.put("start", given.getOrDefault("start", "last")); // less to learn, by far
        }
        return learnt;
    }

    /** The channels of series whose gaps are filled, or whose unusual steps are found. */
    static Map<String, Object> ofSteps(
            List<Target> targets, boolean anomaly, Map<String, Object> given) {
        Map<String, Object> learnt = new HashMap<>();
        for (Target target : targets) {
            if (target instanceof Target.Hidden series) {
                int channels = series.values().size(1);
                Object before = learnt.putIfAbsent("channels", channels);
                if (before != null && !before.equals(channels)) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH,
                            "every example needs the same channels; some have "
                                    + before
                                    + ", one has "
                                    + channels);
                }
            } else if (!(anomaly && target instanceof Target.PointLabels)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        anomaly
                                ? "what is usual is learnt from whole series, or series with a label"
                                        + " per step; a target is of another kind"
                                : "filling gaps is learnt from series of which something was hidden; a"
                                        + " target is of another kind");
            }
        }
        if (learnt.containsKey("channels")) {
            learnt.putAll(chosen("channels", (Integer) learnt.get("channels"), given));
        }
        return learnt;
    }

    /** What was chosen must be what the targets say. */
    private static Map<String, Object> chosen(String option, int found, Map<String, Object> given) {
        if (!given.containsKey(option)) {
            return Map.of(option, found);
        }
        int wanted =
                Options.of(ForecastingOptions.declared(), Map.of(option, given.get(option)))
                        .integer(option);
        if (wanted != found) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "option '" + option + "' is " + wanted + ", the examples have " + found);
        }
        return Map.of(option, given.get(option));
    }
}
