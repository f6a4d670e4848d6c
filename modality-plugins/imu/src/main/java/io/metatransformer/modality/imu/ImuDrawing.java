package io.metatransformer.modality.imu;

import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.series.MissingValues;
import io.metatransformer.sketch.Plot;
import java.util.Locale;

/** A recording for a person: six channels, in m/s² and rad/s, gaps left open. */
final class ImuDrawing {
    private ImuDrawing() {}

    static Preview of(ImuSignal signal, Options options) {
        float[][] channels = new float[Column.COUNT][signal.samples()];
        for (int i = 0; i < signal.values().length; i++) {
            channels[i % Column.COUNT][i / Column.COUNT] = (float) signal.values()[i];
        }
        String[] names =
                Column.names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toArray(String[]::new);
        return Plot.lines(channels, names, caption(signal, options));
    }

    private static String caption(ImuSignal signal, Options options) {
        int missing = MissingValues.count(signal.values());
        double[] times = signal.times();
        double from = options.number("start_sec");
        return String.format(
                Locale.ROOT,
                "%d samples in %.3g s, acceleration in m/s², rotation in rad/s; tokens see %.3g s to %.3g s%s",
                signal.samples(),
                (times[times.length - 1] - times[0]) / 1000,
                from,
                from + options.number("duration_sec"),
                missing == 0 ? "" : "; missing values: " + missing);
    }
}
