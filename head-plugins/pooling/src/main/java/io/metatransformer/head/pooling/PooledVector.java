package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Features to the vector that the learned layers read.
 *
 * @param name for messages
 * @param append array of the input's origin that is appended to what was pooled
 * @param wide categories that come after that
 * @param norm of every token before pooling
 */
public record PooledVector(
        String name,
        Pooling pooling,
        Optional<String> append,
        Optional<Wide> wide,
        Optional<LayerNorm> norm) {

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for features that cannot be
     *     pooled so, or an input without that array
     */
    public float[] of(Features features) {
        TokenRows rows = TokenRows.of(features);
        norm.ifPresent(rows::normalise);
        float[] vector = pooling.vector(rows);
        if (append.isPresent()) {
            vector = joined(vector, array(features, append.get()));
        }
        if (wide.isPresent()) {
            float[] indices = array(features, wide.get().array());
            vector = joined(vector, wide.get().columns(name, indices));
        }
        return vector;
    }

    /**
     * The way back of {@link #of}: how a loss changes with the features, {@code [N, D]}. What was appended is no
     * feature.
     *
     * @param gradient of the loss with respect to the vector
     */
    float[] back(Features features, float[] gradient) {
        TokenRows rows = TokenRows.of(features);
        norm.ifPresent(rows::normalise);
        float[] back = pooling.back(rows, gradient);
        if (norm.isPresent()) {
            float[] plain = features.values().toArray();
            for (int row = 0; row < features.length(); row++) {
                norm.get().back(plain, back, row * features.width());
            }
        }
        return back;
    }

    private float[] array(Features features, String array) {
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
