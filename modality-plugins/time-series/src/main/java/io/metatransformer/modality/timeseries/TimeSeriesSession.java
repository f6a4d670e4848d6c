package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads, prepares, embeds. All native memory is the embedding's. */
final class TimeSeriesSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final SeriesEmbedding embedding;

    private final Lifetime lifetime;

    TimeSeriesSession(String name, int width, Options options, SeriesEmbedding embedding) {
        this.lifetime = new Lifetime(name);
        this.width = width;
        this.options = options;
        this.embedding = embedding;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return options.integer("max_tokens");
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        Options chosen = options.withRequest(input.options());
        int maxSteps = (int) Math.min(SeriesLimits.WIDEST.steps(), embedding.maxSteps(maxTokens()));
        SeriesLimits limits =
                chosen.text("truncate").equals("error") && !chosen.isSet("last")
                        ? SeriesLimits.WIDEST.withSteps(maxSteps)
                        : SeriesLimits.WIDEST;
        RawSeries raw = new SeriesReader(chosen, limits).read(input);
        SeriesInput series = SeriesInput.prepare(input.name(), raw, chosen, maxSteps);
        return sequence(series, embedding.embed(series));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input)));
    }

    private Preview draw(Input input) {
        Options chosen = options.withRequest(input.options());
        return SeriesDrawing.of(new SeriesReader(chosen, SeriesLimits.WIDEST).read(input));
    }

    /** The last steps: what goes on from them is seen best beside them. */
    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(() -> Optional.of(shown(input)));
    }

    private Backdrop shown(Input input) {
        Options chosen = options.withRequest(input.options());
        RawSeries series = new SeriesReader(chosen, SeriesLimits.WIDEST).read(input);
        int steps = series.steps();
        return SeriesDrawing.backdrop(
                series.range(Math.max(0, steps - SeriesDrawing.MAX_STEPS), steps));
    }

    private TokenSequence sequence(SeriesInput series, Tensor tokens) {
        int length = tokens.size(0) / embedding.segments();
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
        return TokenSequence.of(tokens, segments);
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
