package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.series.MissingValues;
import io.metatransformer.sketch.Plot;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A series for a person: its channels as they were read, in their own units, gaps left open. */
final class SeriesDrawing {
    /** Most steps of a backdrop; more would be finer than what is drawn. */
    static final int MAX_STEPS = 4096;

    private SeriesDrawing() {}

    static Preview of(RawSeries series) {
        int width = series.channels().size();
        float[][] channels = new float[width][series.steps()];
        for (int i = 0; i < series.values().length; i++) {
            channels[i % width][i / width] = (float) series.values()[i];
        }
        return Plot.lines(channels, series.channels().toArray(String[]::new), caption(series));
    }

    /** All steps, in the unit of the file. */
    static Backdrop backdrop(RawSeries series) {
        float[] values = new float[series.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) series.values()[i];
        }
        List<String> times =
                series.times()
                        .map(t -> IntStream.range(0, t.size()).mapToObj(i -> t.at(i).toString()))
                        .map(Stream::toList)
                        .orElse(List.of());
        return new Backdrop.Series(
                Tensor.of(values, series.steps(), series.channels().size()),
                series.channels(),
                times);
    }

    private static String caption(RawSeries series) {
        int missing = MissingValues.count(series.values());
        String counted =
                String.format(
                        Locale.ROOT,
                        "%d steps of %d %s",
                        series.steps(),
                        series.channels().size(),
                        series.channels().size() == 1 ? "channel" : "channels");
        String times =
                series.times().map(t -> ", " + t.at(0) + " to " + t.at(t.size() - 1)).orElse("");
        return counted + times + (missing == 0 ? "" : ", missing values: " + missing);
    }
}
