package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Weights;
import io.metatransformer.head.pooling.Projection;
import io.metatransformer.head.pooling.UnitLength;
import java.util.Optional;

/** Pooled vectors to vectors of length 1: {@code x · proj / max(length, 1e-12)}. */
record Embedder(String name, Optional<Projection> projection) {
    static final String PROJECTION = "proj";

    static Embedder of(String name, Weights weights) {
        return new Embedder(name, weights.find(PROJECTION).map(Projection::of));
    }

    /**
     * @param width that the vector needs to have in the end, E
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for a vector of another width
     */
    float[] embedded(float[] pooled, int width) {
        int reads = projection.map(Projection::from).orElse(width);
        if (pooled.length != reads) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads " + reads + " values after pooling, got " + pooled.length);
        }
        float[] vector = projection.map(each -> each.apply(pooled)).orElseGet(pooled::clone);
        UnitLength.of(vector, vector.length);
        return vector;
    }

    /** E for vectors of this width. */
    int width(int pooled) {
        return projection.map(Projection::to).orElse(pooled);
    }
}
