package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.List;

/**
 * One or several pools, concatenated in order: {@code cls,max,mean} makes {@code [3 · D]}. The order is part
 * of a model, since weights that read the vector depend on it. Immutable.
 */
public record Pooling(List<Pool> pools) {

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if there are none
     */
    public Pooling {
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "a pooling needs at least one of " + String.join(", ", Pool.words()));
        }
    }

    /** Reads words such as {@code [cls, max, mean]}. */
    public static Pooling of(List<String> words) {
        return new Pooling(words.stream().map(Pool::of).toList());
    }

    /**
     * Width of the vector for rows of width {@code rowWidth}; -1 if it depends on the number of rows or inputs
     * ({@link Pool#FLATTEN}, {@link Pool#MEAN_EACH}).
     */
    public int width(int rowWidth) {
        return pools.stream().allMatch(Pool::isOne)
                ? Math.multiplyExact(pools.size(), rowWidth)
                : -1;
    }

    /** The vector. */
    public float[] vector(TokenRows rows) {
        List<float[]> parts = pools.stream().map(pool -> pool.vector(rows)).toList();
        float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** The way back of {@link #vector}: how a loss changes with each value of {@code rows}, {@code [N, D]}. */
    float[] back(TokenRows rows, float[] gradient) {
        float[] into = new float[rows.values().length];
        int from = 0;
        for (Pool pool : pools) {
            pool.back(rows, gradient, from, into);
            from += pool.count(rows) * rows.width();
        }
        return into;
    }
}
