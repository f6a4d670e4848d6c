package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * What the weights of a pre-norm transformer block do not say.
 *
 * @param heads H, a divisor of the width
 * @param eps added to the variance in both norms; Meta-Transformer's encoder 1e-5, whole timm models 1e-6
 */
public record Block(int heads, float eps, Activation activation) {
    public Block {
        if (heads < 1 || !(eps >= 0 && eps < 1)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "a block has 1 head or more and an eps from 0 to 1, got "
                            + heads
                            + " and "
                            + eps);
        }
    }
}
