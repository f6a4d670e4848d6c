package io.metatransformer.head.embedding;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.Pool;
import io.metatransformer.head.pooling.Projection;
import io.metatransformer.head.pooling.TokenRows;
import io.metatransformer.head.pooling.UnitLength;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Holds plain arrays only: closing frees nothing, it only ends the session. */
final class EmbeddingSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final Optional<LayerNorm> norm;
    private final Optional<Projection> projection;
    private final Optional<String> space;
    private final Lifetime lifetime;

    EmbeddingSession(ModelPart part, Options options) {
        this.name = part.name();
        this.lifetime = new Lifetime(name);
        this.width = part.width();
        this.options = options;
        this.norm = LayerNorm.find(part.weights(), "norm", options.number("norm_eps"));
        this.projection = part.weights().find(EmbeddingHead.PROJECTION).map(Projection::of);
        this.space = Optional.ofNullable(part.config().get("space")).map(String::valueOf);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> embed(features, requested));
    }

    private Prediction embed(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        Options chosen = options.withRequest(requested);
        TokenRows rows = TokenRows.of(features);
        norm.ifPresent(rows::normalise);
        String pooling = pooling(chosen);
        boolean perToken = pooling.equals(EmbeddingHead.NONE);
        float[] vectors = perToken ? rows.values() : Pool.of(pooling).vector(rows);
        if (projection.isPresent()) {
            vectors = projection.get().apply(vectors);
        }
        int size = projection.map(Projection::to).orElse(width);
        if (chosen.isSet("dimensions")) {
            int kept = chosen.integer("dimensions");
            vectors = firstOf(vectors, size, kept);
            size = kept;
        }
        if (chosen.flag("normalize")) {
            UnitLength.of(vectors, size);
        }
        Tensor answer =
                perToken
                        ? Tensor.of(vectors, vectors.length / size, size)
                        : Tensor.of(vectors, size);
        return new Prediction.Embedding(answer, sameSpace(chosen) ? space : Optional.empty());
    }

    private String pooling(Options from) {
        String word = from.text("pooling");
        if (!word.equals(EmbeddingHead.AUTO)) {
            return word;
        }
        return projection.isPresent() ? EmbeddingHead.CLS : EmbeddingHead.MEAN;
    }

    /** Vectors pooled or cut in another way than the model says are no longer in the model's space. */
    private boolean sameSpace(Options chosen) {
        return pooling(chosen).equals(pooling(options))
                && Objects.equals(
                        chosen.asMap().get("dimensions"), options.asMap().get("dimensions"));
    }

    private float[] firstOf(float[] vectors, int size, int kept) {
        if (kept > size) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'dimensions' is at most " + size + " for " + name + ", got " + kept);
        }
        float[] cut = new float[vectors.length / size * kept];
        for (int n = 0; n < vectors.length / size; n++) {
            System.arraycopy(vectors, n * size, cut, n * kept, kept);
        }
        return cut;
    }

    @Override
    public void close() {
        lifetime.end(() -> {});
    }
}
