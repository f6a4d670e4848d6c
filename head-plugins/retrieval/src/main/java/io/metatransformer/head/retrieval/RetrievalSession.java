package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.head.pooling.PooledInput;
import io.metatransformer.head.pooling.PooledVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pools, projects and scales in Java, and searches in TensorFlow. */
final class RetrievalSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final PooledVector pooled;
    private final Embedder embedder;
    private final int E;
    private final Optional<Tensor> scale;
    private final Set<String> modalities;
    private final Optional<String> space;
    private final Search search;
    private final Lifetime lifetime;

    RetrievalSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        PooledInput input = PooledInput.from(options);
        Weights weights = part.weights();
        this.pooled = input.vector(name, weights);
        this.embedder = Embedder.of(name, weights);
        Gallery gallery = Gallery.of(weights);
        this.E = gallery.width();
        requireWidth(input.width(width));
        this.scale = weights.find(RetrievalOptions.SCALE);
        this.modalities = gallery.modalities();
        this.space = RetrievalHead.space(part);
        this.search = new Search(name, gallery);
        this.lifetime = new Lifetime(name);
    }

    /** @param P width after pooling; -1 where the input decides */
    private void requireWidth(int P) {
        int made = embedder.width(P);
        if (made >= 0 && made != E) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name
                            + ": '"
                            + Gallery.ROWS
                            + "' has rows of "
                            + E
                            + " values, queries become "
                            + made);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> neighbours(features, requested));
    }

    private Prediction.Neighbours neighbours(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        Options chosen = options.withRequest(requested);
        Optional<String> across = across(Gathered.modality(features));
        float[] cosines = search.cosines(embedder.embedded(pooled.of(features), E));
        Optional<Double> by = RetrievalOptions.scale(chosen, scale);
        List<Neighbour> found = search.neighbours(cosines, 0, chosen.integer("top_k"), by);
        if (chosen.isSet("threshold")) {
            double least = chosen.number("threshold");
            found = found.stream().filter(each -> each.similarity() >= least).toList();
        }
        return new Prediction.Neighbours(found, across);
    }

    /** The space by which a query of another modality is compared; absent for one of the gallery's. */
    private Optional<String> across(String modality) {
        if (modalities.equals(Set.of(modality))) {
            return Optional.empty();
        }
        if (space.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    name
                            + " is a gallery of "
                            + String.join(", ", modalities)
                            + " and declares no space that it shares with "
                            + modality
                            + ", so nothing is known of how they compare; ask with an input of its own"
                            + " kind");
        }
        return space;
    }

    @Override
    public void close() {
        lifetime.end(search::close);
    }
}
