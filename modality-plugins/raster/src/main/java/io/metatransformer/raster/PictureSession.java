package io.metatransformer.raster;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import java.util.List;
import java.util.Optional;

/** A picture tokenizer at work: prepares a picture as its kind needs, cuts it into patches, embeds them. */
public final class PictureSession implements TokenizerSession {
    /** Of all patches together: 1 GiB. */
    private static final long MAX_VALUES = 1 << 28;

    private final Modality modality;
    private final int width;
    private final Options options;
    private final int maxTokens;
    private final Preparation preparation;
    private final PatchEmbedding embedding;
    private final Lifetime lifetime;

    private PictureSession(
            Modality modality,
            ModelPart part,
            Options options,
            PatchEmbedding embedding,
            Preparation preparation) {
        this.modality = modality;
        this.width = part.width();
        this.options = options;
        this.maxTokens = options.integer(ReadingOptions.MAX_TOKENS);
        this.preparation = preparation;
        this.embedding = embedding;
        this.lifetime = new Lifetime(part.name());
    }

    /**
     * @param tokenizer whose options include {@link ReadingOptions}
     * @param embedding how patches become tokens
     * @param channels that patches may have, the usual number first
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that do not fit
     */
    public static PictureSession open(
            Tokenizer tokenizer,
            ModelPart part,
            Options options,
            EmbeddingOptions embedding,
            List<Integer> channels,
            Preparation preparation) {
        return new PictureSession(
                tokenizer.modality(),
                part,
                options,
                PatchEmbedding.open(part.name(), part.weights(), embedding, channels, part.width()),
                preparation);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        Options merged = options.withRequest(input.options());
        Prepared picture = preparation.prepare(input, merged, embedding.channels());
        PatchGrid grid =
                PatchGrid.over(
                        picture.height(),
                        picture.width(),
                        embedding.patch(),
                        picture.remainder(),
                        input.name());
        checkLimits(input, picture, grid);
        return TokenSequence.of(
                embedding.embed(picture.planes().get(), grid),
                modality,
                embedding.prefix(),
                new Layout.Grid(grid.rows(), grid.cols()),
                picture.frame().origin(Origin.named(input.name()), grid));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input).preview()));
    }

    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(() -> Optional.of(draw(input).backdrop(side)));
    }

    private PictureDrawing draw(Input input) {
        Options merged = options.withRequest(input.options());
        return preparation.prepare(input, merged, embedding.channels()).drawing().get();
    }

    private void checkLimits(Input input, Prepared picture, PatchGrid grid) {
        long tokens = grid.count() + embedding.prefix();
        long values = grid.count() * grid.patch() * grid.patch() * embedding.channels();
        if (tokens > maxTokens || values > MAX_VALUES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name()
                            + ": "
                            + picture.width()
                            + " x "
                            + picture.height()
                            + " px would become "
                            + tokens
                            + " tokens of "
                            + values
                            + " numbers, at most "
                            + maxTokens
                            + " tokens and "
                            + MAX_VALUES
                            + " numbers are made");
        }
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
