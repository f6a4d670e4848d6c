package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Preview;
import io.metatransformer.series.MissingValues;
import io.metatransformer.sketch.Plot;
import java.util.Locale;

/** A series for a person: its channels as they were read, in their own units, gaps left open. */
final class SeriesDrawing {
    private SeriesDrawing() {}

    static Preview of(RawSeries series) {
        int width = series.channels().size();
        float[][] channels = new float[width][series.steps()];
        for (int i = 0; i < series.values().length; i++) {
            channels[i % width][i / width] = (float) series.values()[i];
        }
        return Plot.lines(channels, series.channels().toArray(String[]::new), caption(series));
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
