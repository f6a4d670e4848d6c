package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Input;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.util.Optional;

/** Reads, prepares, embeds. All native memory is the embedding's. */
final class TimeSeriesSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final SeriesEmbedding embedding;
    private final SeriesPreparation preparation;

    private final Lifetime lifetime;

    TimeSeriesSession(String name, int width, Options options, SeriesEmbedding embedding) {
        this.lifetime = new Lifetime(name);
        this.width = width;
        this.options = options;
        this.embedding = embedding;
        this.preparation = new SeriesPreparation(options, embedding);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return preparation.maxTokens();
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        SeriesInput series = preparation.read(input);
        return TokenSequence.of(embedding.embed(series), preparation.segments(series));
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

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
