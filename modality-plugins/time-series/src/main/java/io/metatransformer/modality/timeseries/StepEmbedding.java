package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import io.metatransformer.series.Calendar;
import io.metatransformer.series.CircularWindows;
import io.metatransformer.series.Feature;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.Positions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One token per step: {@code value[t] + temporal[t] + position[t]}. The value is a convolution over the steps
 * before, at and after t of all channels, the last step counting as the one before the first.
 *
 * <p>Source: {@code DataEmbedding} and {@code DataEmbedding_wo_pos} of the reference. Its padding depends on a
 * comparison of version strings and is 2 with some versions of PyTorch; 1 is what it means.
 */
final class StepEmbedding implements SeriesEmbedding {
    private static final String WINDOWS = "windows";
    private static final String CALENDAR = "calendar";
    private static final String ADDED = "added";
    private static final String TOKENS = "tokens";

    private final int width;
    private final int channels;
    private final List<Feature> columns;
    private final Optional<Positions> positions;
    private final Optional<CalendarTables> tables;
    private final Network network;

    StepEmbedding(ModelPart part, Options options) {
        width = part.width();
        String temporal = options.text("temporal");
        columns = temporal.equals("timeF") ? SeriesWeights.columns(options) : List.of();
        positions =
                options.flag("position")
                        ? Optional.of(
                                new Positions(width, part.weights().find(SeriesWeights.POSITIONS)))
                        : Optional.empty();
        tables =
                temporal.equals("fixed") || temporal.equals("learned")
                        ? Optional.of(
                                CalendarTables.of(
                                        part.weights(), temporal.equals("learned"), width))
                        : Optional.empty();
        channels = options.integer("channels");
        network =
                Network.build(
                        part.name(),
                        part.weights(),
                        (layers, wiring) -> build(layers, wiring.entry(Wiring.DEFAULT)));
    }

    @Override
    public void build(Layers layers, Entry entry) {
        var windows = entry.input(WINDOWS, -1, CircularWindows.KERNEL * channels);
        var tokens = layers.linear(windows, SeriesWeights.VALUES);
        if (!columns.isEmpty()) {
            var calendar = entry.input(CALENDAR, -1, columns.size());
            tokens = layers.add(tokens, layers.linear(calendar, SeriesWeights.FEATURES));
        }
        if (positions.isPresent() || tables.isPresent()) {
            tokens = layers.add(tokens, entry.input(ADDED, -1, width));
        }
        entry.output(TOKENS, tokens);
    }

    @Override
    public long maxSteps(int maxTokens) {
        return maxTokens;
    }

    @Override
    public int segments() {
        return 1;
    }

    @Override
    public int length(SeriesInput series) {
        return series.steps();
    }

    @Override
    public Tensor embed(SeriesInput series) {
        return network.run(rows(series)).get(TOKENS);
    }

    @Override
    public Map<String, Tensor> rows(SeriesInput series) {
        int steps = series.steps();
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(
                WINDOWS,
                Tensor.of(
                        CircularWindows.of(series.values(), channels),
                        steps,
                        CircularWindows.KERNEL * channels));
        if (!columns.isEmpty()) {
            inputs.put(CALENDAR, calendar(series));
        }
        if (positions.isPresent() || tables.isPresent()) {
            inputs.put(ADDED, added(series));
        }
        return inputs;
    }

    /** Zeros where no times are known: the layer has no bias, so they add nothing. */
    private Tensor calendar(SeriesInput series) {
        float[] narrow = new float[Math.multiplyExact(series.steps(), columns.size())];
        if (series.times().isPresent()) {
            double[] features =
                    Calendar.features(series.times().get(), columns, series.frequency().features());
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (float) features[i];
            }
        }
        return Tensor.of(narrow, series.steps(), columns.size());
    }

    private Tensor added(SeriesInput series) {
        int steps = series.steps();
        float[] added =
                positions
                        .map(p -> p.rows(steps))
                        .orElseGet(() -> new float[Math.multiplyExact(steps, width)]);
        if (tables.isPresent() && series.times().isPresent()) {
            tables.get()
                    .add(
                            added,
                            Calendar.marks(series.times().get()),
                            series.frequency() == Frequency.T);
        }
        return Tensor.of(added, steps, width);
    }

    @Override
    public void close() {
        network.close();
    }
}
