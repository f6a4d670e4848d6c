package io.metatransformer.head.forecasting;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.series.Stamp;
import io.metatransformer.series.Times;
import java.util.ArrayList;
import java.util.List;

/**
 * Two channels that repeat themselves every {@link #SEASON} hours, with noise; and features that tell each step's
 * values and the place of the step, as an encoder's would.
 */
final class SampleSeries {
    static final int SEASON = 8;
    static final int CHANNELS = 2;
    static final int WIDTH = 8;

    private SampleSeries() {}

    /** {@code [count, CHANNELS]} in the user's unit. */
    static float[] values(int first, int count) {
        float[] values = new float[count * CHANNELS];
        for (int i = 0; i < count; i++) {
            double turn = 2 * Math.PI * (first + i) / SEASON;
            double[] noise = new double[CHANNELS];
            new SplitMix64(first + i).fillNormal(noise);
            values[CHANNELS * i] = (float) (20 + 5 * Math.sin(turn) + 0.5 * noise[0]);
            values[CHANNELS * i + 1] = (float) (1000 + 80 * Math.cos(turn) + 8 * noise[1]);
        }
        return values;
    }

    static Tensor table(float[] values) {
        return Tensor.of(values, values.length / CHANNELS, CHANNELS);
    }

    /** What scales {@link #values} to about 1. */
    static Origin scaled(Origin origin, float[] values) {
        float[] mean = {20, 1000};
        float[] deviation = {5, 80};
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (values[i] - mean[i % CHANNELS]) / deviation[i % CHANNELS];
        }
        return origin.with(Origin.MEAN, Tensor.of(mean, CHANNELS))
                .with(Origin.DEVIATION, Tensor.of(deviation, CHANNELS))
                .with(Origin.SCALED, table(scaled));
    }

    static Origin timed(Origin origin, int first, int count) {
        Times.Builder times = new Times.Builder();
        for (int i = first; i < first + count; i++) {
            times.add(new Stamp(1_700_000_000L + 3600L * i, 0, 3600, true));
        }
        return origin.with(Origin.TIMES, times.build().array()).with(Origin.STEP, "PT1H");
    }

    static Features features(int first, int steps) {
        float[] values = values(first, steps);
        Origin origin =
                timed(scaled(Origin.named("series"), values), first, steps)
                        .with(Origin.CHANNEL_NAME + 0, "warmth")
                        .with(Origin.CHANNEL_NAME + 1, "pressure");
        return features(first, steps, origin);
    }

    static Features features(int first, int steps, Origin origin) {
        float[] scaled = origin.arrays().get(Origin.SCALED).toArray();
        double[] noise = new double[steps * WIDTH];
        new SplitMix64(first * 7919L + steps).fillNormal(noise);
        float[] tokens = new float[noise.length];
        for (int i = 0; i < tokens.length; i++) {
            int step = i / WIDTH;
            tokens[i] =
                    switch (i % WIDTH) {
                        case 0 -> 3 * scaled[CHANNELS * step] + 1;
                        case 1 -> scaled[CHANNELS * step + 1] - scaled[CHANNELS * step];
                        case 2 -> (float) Math.sin(2 * Math.PI * (first + step) / SEASON);
                        case 3 -> (float) Math.cos(2 * Math.PI * (first + step) / SEASON);
                        default -> (float) (0.2 * noise[i]);
                    };
        }
        Segment segment = new Segment(Modality.TIME_SERIES, 0, 0, new Layout.Series(steps), origin);
        return Features.of(Tensor.of(tokens, steps, WIDTH), List.of(segment));
    }

    /** How the series of {@code features(first, steps)} goes on. */
    static Target.Continuation next(int first, int steps, int horizon) {
        return new Target.Continuation(
                table(values(first + steps, horizon)),
                table(values(first, steps)),
                Tensor.of(new float[] {4, 60}, CHANNELS),
                SEASON);
    }

    /** Features of the series with every third entry hidden from the encoder, and what was hidden. */
    static Hidden hidden(int first, int steps) {
        float[] values = values(first, steps);
        float[] gaps = new float[values.length];
        float[] seen = values.clone();
        for (int i = 0; i < gaps.length; i++) {
            if (Math.floorMod(i + first, 3) == 0) {
                gaps[i] = 1;
                seen[i] = i % CHANNELS == 0 ? 20 : 1000;
            }
        }
        Origin origin =
                timed(scaled(Origin.named("series"), seen), first, steps)
                        .with(Origin.GAPS, table(gaps));
        return new Hidden(
                features(first, steps, origin), new Target.Hidden(table(values), table(gaps)));
    }

    record Hidden(Features features, Target.Hidden target) {}

    static List<Integer> starts(int count) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            starts.add(3 * i);
        }
        return starts;
    }
}
