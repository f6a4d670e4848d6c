package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import io.metatransformer.series.TimeStep;
import io.metatransformer.series.Times;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A series as the embedding reads it.
 *
 * @param values {@code [L, C]} row-major, scaled, without gaps
 * @param times one per step, if they are known
 * @param origin what is needed to put an answer into the user's units and times
 */
record SeriesInput(
        float[] values,
        List<String> channels,
        Optional<Times> times,
        Frequency frequency,
        Origin origin) {

    int steps() {
        return values.length / channels.size();
    }

    /**
     * The second stage: cuts to {@code maxSteps} if options allow it, fills gaps, scales.
     *
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for more steps, {@link
     *     ErrorCode#NON_FINITE} for a channel without values or values too large for a float
     */
    static SeriesInput prepare(String name, RawSeries raw, Options options, int maxSteps) {
        RawSeries wanted = end(raw, options);
        RawSeries kept = cut(name, wanted, options.text("truncate"), maxSteps);
        double[] filled =
                MissingValues.fill(name, options.text("missing"), kept.values(), kept.channels());
        Scaling scaling = Scaling.from(options, filled, kept.channels().size(), "instance");
        Frequency frequency = frequency(options, kept);
        float[] scaled = floats(name, scaling.scale(filled), kept.channels());
        Origin origin = origin(name, kept, scaling, frequency, kept.steps() < wanted.steps());
        return new SeriesInput(
                scaled,
                kept.channels(),
                kept.times(),
                frequency,
                gaps(origin, kept)
                        .with(
                                Origin.SCALED,
                                Tensor.of(scaled, kept.steps(), kept.channels().size())));
    }

    /** What the caller wants of it: so many steps at its end, or all. */
    private static RawSeries end(RawSeries raw, Options options) {
        return options.isSet("last") && options.integer("last") < raw.steps()
                ? raw.range(raw.steps() - options.integer("last"), raw.steps())
                : raw;
    }

    private static RawSeries cut(String name, RawSeries raw, String truncate, int maxSteps) {
        if (raw.steps() <= maxSteps) {
            return raw;
        }
        return switch (truncate) {
            case "end" -> raw.range(0, maxSteps);
            case "start" -> raw.range(raw.steps() - maxSteps, raw.steps());
            default -> throw SeriesBuilder.tooLong(name, maxSteps);
        };
    }

    /** The model's, or else what the input declares, or else what its times say. */
    private static Frequency frequency(Options options, RawSeries series) {
        if (!options.text("frequency").equals("auto")) {
            return Frequency.of(options.text("frequency"));
        }
        double observed = series.times().map(Times::medianStep).orElse(Double.NaN);
        return Frequency.ofStep(series.declaredStep().orElse(observed));
    }

    private static float[] floats(String name, double[] scaled, List<String> channels) {
        float[] values = new float[scaled.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) scaled[i];
            if (!Float.isFinite(values[i])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name
                                + ": step "
                                + i / channels.size()
                                + ", channel "
                                + i % channels.size()
                                + ": the value is too large for a float after scaling");
            }
        }
        return values;
    }

    private static Origin origin(
            String name,
            RawSeries series,
            Scaling scaling,
            Frequency frequency,
            boolean truncated) {
        Map<String, String> facts = new HashMap<>();
        facts.put("scaling", scaling.kind());
        facts.put("steps", String.valueOf(series.steps()));
        facts.put("missing", String.valueOf(MissingValues.count(series.values())));
        facts.put("frequency", frequency.word());
        facts.put("channels", String.valueOf(series.channels().size()));
        for (int channel = 0; channel < series.channels().size(); channel++) {
            facts.put(Origin.CHANNEL_NAME + channel, series.channels().get(channel));
        }
        series.times()
                .ifPresent(
                        times -> {
                            facts.put("first_time", times.at(0).toString());
                            facts.put("last_time", times.at(times.size() - 1).toString());
                            if (times.size() > 1) {
                                facts.put("step_seconds", String.valueOf(times.medianStep()));
                            }
                        });
        series.times().flatMap(TimeStep::of).ifPresent(step -> facts.put(Origin.STEP, step.word()));
        if (truncated) {
            facts.put(Origin.TRUNCATED, "true");
        }
        Map<String, Tensor> arrays = new HashMap<>();
        arrays.put(Origin.MEAN, vector(scaling.mean()));
        arrays.put(Origin.DEVIATION, vector(scaling.deviation()));
        series.times().ifPresent(times -> arrays.put(Origin.TIMES, times.array()));
        return new Origin(name, facts, arrays);
    }

    private static Origin gaps(Origin origin, RawSeries series) {
        double[] values = series.values();
        if (MissingValues.count(values) == 0) {
            return origin;
        }
        float[] gaps = new float[values.length];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = Double.isNaN(values[i]) ? 1 : 0;
        }
        return origin.with(Origin.GAPS, Tensor.of(gaps, series.steps(), series.channels().size()));
    }

    /** The origin of a segment of that channel alone, which keeps no other channel's values. */
    Origin originOf(int channel) {
        Origin own = origin.with(Origin.CHANNEL, channel);
        for (String array : List.of(Origin.SCALED, Origin.GAPS)) {
            if (origin.arrays().containsKey(array)) {
                own = own.with(array, column(origin.arrays().get(array), channel));
            }
        }
        return own;
    }

    private static Tensor column(Tensor table, int column) {
        FloatBuffer all = table.data();
        float[] values = new float[table.size(0)];
        for (int step = 0; step < values.length; step++) {
            values[step] = all.get(step * table.size(1) + column);
        }
        return Tensor.of(values, values.length, 1);
    }

    private static Tensor vector(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, narrow.length);
    }
}
