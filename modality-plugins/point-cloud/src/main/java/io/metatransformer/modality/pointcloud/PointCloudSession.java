package io.metatransformer.modality.pointcloud;

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
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.modality.pointcloud.PointEmbedding.Embedded;
import java.util.Optional;

/** Reads, prepares, embeds. All native memory is the embedding's. */
final class PointCloudSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final PointEmbedding embedding;
    private final Lifetime lifetime;

    PointCloudSession(ModelPart part, Options options, PointEmbedding embedding) {
        this.width = part.width();
        this.options = options;
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
        PointSettings settings = PointSettings.of(options.withRequest(input.options()));
        PreparedCloud cloud = prepare(input, settings);
        int tokens = embedding.tokens(cloud.points().length);
        if (tokens > maxTokens()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name()
                            + ": "
                            + cloud.points().length
                            + " points give "
                            + tokens
                            + " tokens; at most "
                            + maxTokens()
                            + " are made; option 'num_points' samples fewer");
        }
        Embedded embedded = embedding.embed(cloud.xyz(), cloud.features(), settings);
        int[] centres = Gather.of(cloud.points(), embedded.points());
        Origin origin = cloud.origin().with("centre_indices", CloudPreparation.vector(centres));
        if (origin.arrays().containsKey("points")) {
            for (int stage = 0; stage < embedded.levels().size(); stage++) {
                Tensor level = embedded.levels().get(stage).rows();
                origin = origin.with("level_" + (stage + 1), level);
            }
        }
        return TokenSequence.of(
                        embedded.tokens(),
                        Modality.POINT_CLOUD,
                        1,
                        new Layout.Points(
                                Tensor.of(embedded.centres(), embedded.points().length, 3)),
                        origin)
                .withPositions(embedded.positions());
    }

    private static PreparedCloud prepare(Input input, PointSettings settings) {
        Cloud cloud = new CloudReader(settings.options()).read(input);
        return new CloudPreparation(input.name(), settings).prepare(cloud);
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
