package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** Reads one text, cleans and cuts it, embeds it. Native memory is the text encoder's, if there is one. */
final class TextSession implements TokenizerSession {
    private final String name;
    private final int width;
    private final Options options;
    private final Vocabulary vocabulary;
    private final TextReader reader;
    private final SubwordEmbedding embedding;
    private final Optional<TextTower> tower;
    private final Lifetime lifetime;

    private TextSession(
            ModelPart part, Options options, Vocabulary vocabulary, Optional<TextTower> tower) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.vocabulary = vocabulary;
        this.reader = new TextReader(name, options, vocabulary);
        this.embedding = new SubwordEmbedding(part.weights());
        this.tower = tower;
        this.lifetime = new Lifetime(name);
    }

    static TextSession open(ModelPart part, Options options) {
        return open(part, options, vocabulary(part, options));
    }

    static Vocabulary vocabulary(ModelPart part, Options options) {
        return VocabularyFile.of(
                part, options.text("vocabulary"), options.integer("vocabulary_size"));
    }

    static TextSession open(ModelPart part, Options options, Vocabulary vocabulary) {
        if (TextOptions.isLearned(options)) {
            return new TextSession(part, options, vocabulary, Optional.empty());
        }
        TowerShape shape = TowerShape.from(options, part.width());
        TextTower tower = new TextTower(part.name(), part.weights(), shape);
        try {
            return new TextSession(part, options, vocabulary, Optional.of(tower));
        } catch (Throwable e) {
            tower.close();
            throw e;
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return reader.maxTokens();
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input, options.withRequest(input.options())));
    }

    private TokenSequence read(Input input, Options chosen) {
        String mode = chosen.text(TextOptions.MODE);
        requireWeights(mode);
        TextIds text = reader.ids(input, chosen);
        return TokenSequence.of(
                embed(text, mode), List.of(reader.segment(input.name(), text, mode)));
    }

    private void requireWeights(String mode) {
        boolean learned = mode.equals(TextOptions.LEARNED);
        if (!learned && tower.isEmpty()) {
            throw TextOptions.noTower(name, mode);
        }
        if (learned && embedding.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": mode 'learned' needs an embedding of the shared encoder's width "
                            + width
                            + ", this model's has "
                            + embedding.width());
        }
        if (mode.equals(TextOptions.CONTEXTUAL) && embedding.width() > width) {
            throw TowerShape.tooWide("a token of the text encoder", embedding.width(), width);
        }
    }

    /** The third stage: {@code [1, D]}, or {@code [n, D]}. */
    Tensor embed(TextIds text, String mode) {
        Tensor embedded = embedding.of(text.ids());
        return switch (mode) {
            case TextOptions.LEARNED -> embedded;
            case TextOptions.CONTEXTUAL -> padded(tower.orElseThrow().contextual(embedded));
            default -> padded(tower.orElseThrow().pooled(embedded, text.firstEnd(vocabulary)));
        };
    }

    /** rows {@code [n, W]}, with zeros after them, {@code [n, D]}. */
    private Tensor padded(Tensor rows) {
        int n = rows.size(0);
        int W = rows.size(1);
        if (W == width) {
            return rows;
        }
        FloatBuffer from = rows.data();
        FloatBuffer wide = Tensor.allocate(n * width);
        for (int i = 0; i < n; i++) {
            wide.position(i * width);
            wide.put(from.slice(i * W, W));
        }
        return Tensor.of(wide.rewind(), n, width);
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(
                () -> {
                    Options chosen = options.withRequest(input.options());
                    requireWeights(chosen.text(TextOptions.MODE));
                    TextIds ids = reader.ids(input, chosen);
                    return input.tensor().isPresent()
                            ? Optional.empty()
                            : Optional.of(TextDrawing.of(TextFile.read(input, chosen), ids));
                });
    }

    @Override
    public void close() {
        lifetime.end(() -> tower.ifPresent(TextTower::close));
    }
}
