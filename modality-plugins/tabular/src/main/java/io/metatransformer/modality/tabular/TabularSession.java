package io.metatransformer.modality.tabular;

import io.metatransformer.api.Input;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.graph.Network;
import java.util.List;
import java.util.Optional;

/** Reads one row, encodes, embeds. Native memory is the activation's, if there is one. */
final class TabularSession implements TokenizerSession {
    private final int width;
    private final TabularOptions layout;
    private final TabularReader reader;
    private final WordEmbedding words;
    private final NumberEmbedding numbers;
    private final Optional<Network> activation;
    private final Lifetime lifetime;

    TabularSession(ModelPart part, Options options, TabularOptions layout) {
        this.width = part.width();
        this.layout = layout;
        this.reader = new TabularReader(options, layout);
        this.words = new WordEmbedding(layout, part.weights(), width);
        this.numbers = new NumberEmbedding(layout, part.weights(), width);
        this.activation =
                layout.activation().map(word -> Activations.network(part.name(), word, width));
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return layout.specialTokens() + layout.ordinaryTokens();
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        TabularReader.Row row = reader.read(input);
        float[] continuous = numbers.normalised(row.encoded().numbers());
        return TokenSequence.of(
                embed(row.encoded()), List.of(reader.segment(input.name(), row, continuous)));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(reader.draw(input)));
    }

    /** The third stage: {@code [special + columns, D]}. */
    Tensor embed(EncodedRow row) {
        float[] tokens = new float[maxTokens() * width];
        words.write(row.words(), tokens);
        if (layout.continuous()) {
            numbers.write(numbers.normalised(row.numbers()), tokens, words.count() * width);
        }
        Tensor plain = Tensor.of(tokens, maxTokens(), width);
        return activation.map(network -> network.run(plain)).orElse(plain);
    }

    @Override
    public void close() {
        lifetime.end(() -> activation.ifPresent(Network::close));
    }
}
