package io.metatransformer.modality.graph;

import io.metatransformer.api.Input;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.util.List;
import java.util.Optional;

/** Reads a graph and embeds it. All native memory is the embedding's. */
final class GraphSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final GraphReader reader;
    private final GraphEmbedding embedding;
    private final Lifetime lifetime;

    GraphSession(ModelPart part, Options options) {
        this.width = part.width();
        this.options = options;
        this.reader = new GraphReader(options);
        this.embedding = new GraphEmbedding(part, options);
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return options.integer(GraphOptions.MAX_TOKENS);
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        GraphReader.Read read = reader.read(input);
        return TokenSequence.of(embedding.embed(read.graph(), read.ids()), List.of(read.segment()));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(reader.draw(input)));
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
