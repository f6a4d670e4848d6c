package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.util.Optional;

/** Reads, cuts a window, embeds. All native memory is the embedding's. */
final class ImuSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final ImuEmbedding embedding;
    private final String unscaled;
    private final Lifetime lifetime;

    ImuSession(ModelPart part, Options options, ImuEmbedding embedding) {
        this.width = part.width();
        this.options = options;
        this.embedding = embedding;
        this.unscaled = options.text("embedding").equals("conv10") ? "none" : "instance";
        this.lifetime = new Lifetime(part.name());
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
        if (!chosen.text("resampling").equals("none")) {
            checkLength(input, ImuWindow.thinned(ImuWindow.count(chosen), chosen));
        }
        ImuSignal signal = new ImuReader(chosen).read(input);
        ImuWindow window = ImuWindow.of(input.name(), signal, chosen, unscaled);
        checkLength(input, window.samples());
        Tensor tokens = embedding.embed(window);
        return TokenSequence.of(
                tokens,
                Modality.IMU,
                embedding.specialTokens(),
                new Layout.Series(tokens.size(0) - embedding.specialTokens()),
                window.origin());
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input)));
    }

    private Preview draw(Input input) {
        Options chosen = options.withRequest(input.options());
        return ImuDrawing.of(new ImuReader(chosen).read(input), chosen);
    }

    private void checkLength(Input input, int samples) {
        if (embedding.tokens(samples) > maxTokens()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name()
                            + ": a window of "
                            + samples
                            + " samples gives more than "
                            + maxTokens()
                            + " tokens; option 'duration_sec' makes it shorter");
        }
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
