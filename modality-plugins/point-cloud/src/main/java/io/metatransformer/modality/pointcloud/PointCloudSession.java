package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Input;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.modality.pointcloud.PointEmbedding.Embedded;
import java.util.List;
import java.util.Optional;

/** Reads, prepares, embeds. All native memory is the embedding's. */
final class PointCloudSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final PointReader reader;
    private final PointEmbedding embedding;
    private final Lifetime lifetime;

    PointCloudSession(ModelPart part, Options options, PointEmbedding embedding) {
        this.width = part.width();
        this.options = options;
        this.reader = new PointReader(options, embedding.stages());
        this.embedding = embedding;
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return options.integer(PointCloudOptions.MAX_TOKENS);
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input)));
    }

    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(() -> Optional.of(shown(input)));
    }

    private Backdrop shown(Input input) {
        PointSettings settings = PointSettings.of(options.withRequest(input.options()));
        Cloud cloud = new CloudReader(settings.options()).read(input);
        return CloudDrawing.backdrop(cloud, settings);
    }

    private TokenSequence read(Input input) {
        PointReader.Read read = reader.read(input);
        Embedded embedded = embedding.embed(read.cloud(), read.grouping());
        return TokenSequence.of(
                        embedded.tokens(), List.of(withLevels(read.segment(), embedded.levels())))
                .withPositions(embedded.positions());
    }

    /** What heads need that label the points, where the points are kept. */
    private static Segment withLevels(Segment segment, List<Level> levels) {
        Origin origin = segment.origin();
        if (origin.arrays().containsKey("points")) {
            for (int stage = 0; stage < levels.size(); stage++) {
                origin = origin.with("level_" + (stage + 1), levels.get(stage).rows());
            }
        }
        return new Segment(
                segment.modality(),
                segment.start(),
                segment.specialTokens(),
                segment.layout(),
                origin);
    }

    private Preview draw(Input input) {
        PointSettings settings = PointSettings.of(options.withRequest(input.options()));
        Cloud cloud = new CloudReader(settings.options()).read(input);
        return CloudDrawing.of(
                cloud, new CloudPreparation(input.name(), settings).prepare(cloud), settings);
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
