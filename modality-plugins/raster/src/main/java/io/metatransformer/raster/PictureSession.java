package io.metatransformer.raster;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.graph.TokenTraining;
import java.util.List;
import java.util.Optional;

/** A picture tokenizer at work: prepares a picture as its kind needs, cuts it into patches, embeds them. */
public final class PictureSession implements TokenizerSession {
    private final int width;
    private final PatchCutter cutter;
    private final PatchEmbedding embedding;
    private final Lifetime lifetime;

    private PictureSession(ModelPart part, PatchCutter cutter, PatchEmbedding embedding) {
        this.width = part.width();
        this.cutter = cutter;
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
        PatchShape shape =
                PatchShape.of(part.name(), part.weights(), embedding, channels, part.width());
        return new PictureSession(
                part,
                new PatchCutter(tokenizer.modality(), options, preparation, shape),
                PatchEmbedding.open(part.name(), part.weights(), shape, part.width()));
    }

    /**
     * Begins to train what {@link #open} would open: the projection, and class token, positions and norm where
     * the weights have them.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that do not fit
     */
    public static TokenizerTraining train(
            Tokenizer tokenizer,
            ModelPart part,
            TrainingRules rules,
            Options options,
            EmbeddingOptions embedding,
            List<Integer> channels,
            Preparation preparation) {
        PatchShape shape =
                PatchShape.of(part.name(), part.weights(), embedding, channels, part.width());
        PatchCutter cutter = new PatchCutter(tokenizer.modality(), options, preparation, shape);
        return TokenTraining.of(
                part, rules, name -> true, new PatchLayers(shape, cutter, part.width()));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return cutter.maxTokens();
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        PatchCutter.Cut cut = cutter.cut(input);
        return TokenSequence.of(embedding.embed(cut.patches(), cut.grid()), List.of(cut.segment()));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(cutter.draw(input).preview()));
    }

    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(() -> Optional.of(cutter.draw(input).backdrop(side)));
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
