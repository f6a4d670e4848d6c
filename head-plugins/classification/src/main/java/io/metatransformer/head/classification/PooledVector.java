package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.TokenRows;
import java.util.Arrays;
import java.util.Optional;

/**
 * Features to the vector that the learned layers read.
 *
 * @param name for messages
 * @param norm of every token before pooling
 */
record PooledVector(String name, ClassificationOptions layout, Optional<LayerNorm> norm) {

    float[] of(Features features) {
        TokenRows rows = TokenRows.of(features);
        norm.ifPresent(rows::normalise);
        float[] pooled = layout.pooling().vector(rows);
        return layout.append().isPresent()
                ? joined(pooled, appended(features, layout.append().get()))
                : pooled;
    }

    private float[] appended(Features features, String array) {
        return features.segments().stream()
                .map(Segment::origin)
                .flatMap(origin -> Optional.ofNullable(origin.arrays().get(array)).stream())
                .findFirst()
                .map(Tensor::toArray)
                .orElseThrow(
                        () ->
                                new MetaTransformerException(
                                        ErrorCode.SHAPE_MISMATCH,
                                        name
                                                + " appends the array '"
                                                + array
                                                + "', which the input does not have"));
    }

    private static float[] joined(float[] first, float[] second) {
        float[] joined = Arrays.copyOf(first, Math.addExact(first.length, second.length));
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
