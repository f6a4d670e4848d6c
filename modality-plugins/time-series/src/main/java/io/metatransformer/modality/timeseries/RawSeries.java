package io.metatransformer.modality.timeseries;

import io.metatransformer.series.Times;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A series as it was read.
 *
 * @param channels their names, in the order of the columns; at least one
 * @param values {@code [L, C]} row-major, in the unit of the file; NaN where there is no value
 * @param times one per step, if the input has any
 * @param declaredStep what the input says of the distance between steps, in seconds
 */
record RawSeries(
        List<String> channels,
        double[] values,
        Optional<Times> times,
        OptionalDouble declaredStep) {

    RawSeries {
        channels = List.copyOf(channels);
    }

    /** Number of steps, L. */
    int steps() {
        return values.length / channels.size();
    }

    /** These steps only, in this order. */
    RawSeries select(int[] steps) {
        int width = channels.size();
        double[] chosen = new double[steps.length * width];
        for (int i = 0; i < steps.length; i++) {
            System.arraycopy(values, steps[i] * width, chosen, i * width, width);
        }
        return new RawSeries(channels, chosen, times.map(t -> t.select(steps)), declaredStep);
    }

    /** Steps {@code from} to {@code to}, the latter excluded. */
    RawSeries range(int from, int to) {
        int width = channels.size();
        return new RawSeries(
                channels,
                Arrays.copyOfRange(values, from * width, to * width),
                times.map(t -> t.select(IntStream.range(from, to).toArray())),
                declaredStep);
    }

    /** This series with the channel of that index last. */
    RawSeries withLast(int channel) {
        int width = channels.size();
        List<String> names = new ArrayList<>(channels);
        names.add(names.remove(channel));
        double[] turned = values.clone();
        for (int row = 0; row < turned.length; row += width) {
            double moved = turned[row + channel];
            System.arraycopy(turned, row + channel + 1, turned, row + channel, width - channel - 1);
            turned[row + width - 1] = moved;
        }
        return new RawSeries(names, turned, times, declaredStep);
    }
}
