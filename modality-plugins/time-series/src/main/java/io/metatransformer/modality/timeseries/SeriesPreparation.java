package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Segment;
import java.util.ArrayList;
import java.util.List;

/** Reads and prepares a series, and says what segments it becomes. Immutable. */
record SeriesPreparation(Options options, SeriesEmbedding embedding) {

    int maxTokens() {
        return options.integer("max_tokens");
    }

    SeriesInput read(Input input) {
        Options chosen = options.withRequest(input.options());
        int maxSteps = (int) Math.min(SeriesLimits.WIDEST.steps(), embedding.maxSteps(maxTokens()));
        SeriesLimits limits =
                chosen.text("truncate").equals("error") && !chosen.isSet("last")
                        ? SeriesLimits.WIDEST.withSteps(maxSteps)
                        : SeriesLimits.WIDEST;
        RawSeries raw = new SeriesReader(chosen, limits).read(input);
        return SeriesInput.prepare(input.name(), raw, chosen, maxSteps);
    }

    List<Segment> segments(SeriesInput series) {
        int length = embedding.length(series);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < embedding.segments(); i++) {
            segments.add(
                    new Segment(
                            Modality.TIME_SERIES,
                            i * length,
                            0,
                            new Layout.Series(length),
                            embedding.segments() == 1 ? series.origin() : series.originOf(i)));
        }
        return segments;
    }
}
