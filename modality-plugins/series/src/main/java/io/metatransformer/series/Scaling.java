package io.metatransformer.series;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How values are scaled: {@code (x - mean) / deviation} per channel. Scaling a forecast back takes the same
 * two numbers, so they travel with the tokens.
 *
 * @param kind {@code standard} by numbers of the training data, {@code instance} by those of the series itself,
 *     or {@code none}
 */
public record Scaling(String kind, double[] mean, double[] deviation) {
    /** A deviation below this counts as 1: the channel is constant. */
    private static final double CONSTANT = 1e-12;

    /** Added to the variance of a series scaled by itself (PatchTST, RevIN). */
    private static final double EPS = 1e-5;

    /** The options that {@link #from} reads; every request may set them. */
    public static List<Option> options() {
        return List.of(
                Option.choice(
                                "scaling",
                                "auto",
                                List.of("auto", "standard", "instance", "none"),
                                "By mean and std of the training data, by those of the input itself, or"
                                        + " not; auto: standard where they are given.")
                        .settablePerRequest(),
                Option.numbers("mean", List.of(), "", "Mean of the training data per channel.")
                        .unset()
                        .settablePerRequest(),
                Option.numbers(
                                "std",
                                List.of(),
                                "",
                                "Standard deviation of the training data per channel.")
                        .unset()
                        .settablePerRequest());
    }

    /**
     * The scaling that options ask for: {@code auto} is {@code standard} where they give a mean and a deviation,
     * else {@code otherwise}.
     *
     * @param values {@code [L, C]} without NaN
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for statistics that do not fit
     */
    public static Scaling from(Options options, double[] values, int channels, String otherwise) {
        boolean given = options.isSet("mean") || options.isSet("std");
        String kind = options.text("scaling");
        return switch (kind.equals("auto") ? (given ? "standard" : otherwise) : kind) {
            case "standard" ->
                    standard(
                            statistic(options, "mean", channels),
                            statistic(options, "std", channels));
            case "instance" -> instance(values, channels);
            default -> new Scaling("none", new double[channels], ones(channels));
        };
    }

    private static double[] statistic(Options options, String name, int channels) {
        List<Double> given = options.isSet(name) ? options.numbers(name) : List.of();
        if (given.size() != channels) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "scaling 'standard' needs option '"
                            + name
                            + "' with "
                            + channels
                            + " numbers, one per channel, got "
                            + given.size());
        }
        return given.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Scaling standard(double[] mean, double[] deviation) {
        double[] safe = deviation.clone();
        for (int channel = 0; channel < safe.length; channel++) {
            if (safe[channel] < 0) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "option 'std' takes no negative numbers, got " + safe[channel]);
            }
            if (safe[channel] < CONSTANT) {
                safe[channel] = 1;
            }
        }
        return new Scaling("standard", mean, safe);
    }

    private static Scaling instance(double[] values, int channels) {
        return measured("instance", values, channels, EPS);
    }

    /**
     * The options {@code mean} and {@code std} that training data give.
     *
     * @param values {@code [L, C]} without NaN
     */
    public static Map<String, Object> learned(double[] values, int channels) {
        Scaling measured = measured("standard", values, channels, 0);
        return Map.of("mean", list(measured.mean()), "std", list(measured.deviation()));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static Scaling measured(String kind, double[] values, int channels, double eps) {
        int steps = values.length / channels;
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        for (int i = 0; i < values.length; i++) {
            mean[i % channels] += values[i] / steps;
        }
        for (int i = 0; i < values.length; i++) {
            double off = values[i] - mean[i % channels];
            deviation[i % channels] += off * off / steps;
        }
        for (int channel = 0; channel < channels; channel++) {
            deviation[channel] = Math.sqrt(deviation[channel] + eps);
        }
        return new Scaling(kind, mean, deviation);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** {@code [L, C]} in the unit of the model. */
    public double[] scale(double[] values) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int channel = i % mean.length;
            scaled[i] = (values[i] - mean[channel]) / deviation[channel];
        }
        return scaled;
    }
}
