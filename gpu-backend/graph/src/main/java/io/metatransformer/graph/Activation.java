package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stands between the two linear maps of a block's MLP. */
public enum Activation {
    /** {@code x/2 · (1 + erf(x/√2))}: Meta-Transformer, timm, LAION's CLIP. */
    GELU,
    /** {@code x/2 · (1 + tanh(√(2/π)·(x + 0.044715 x³)))}. */
    GELU_TANH,
    /** {@code x · sigmoid(1.702 x)}: OpenAI's CLIP. */
    QUICK_GELU,
    /** {@code max(x, 0)}. */
    RELU,
    /** {@code x · sigmoid(x)}. */
    SILU;

    /** As model manifests write it: {@code gelu}, {@code quick_gelu}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a word that names none
     */
    public static Activation of(String word) {
        for (Activation activation : values()) {
            if (activation.word().equals(word)) {
                return activation;
            }
        }
        throw new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "no activation "
                        + Quoted.of(word)
                        + "; there are "
                        + Arrays.stream(values())
                                .map(Activation::word)
                                .collect(Collectors.joining(", ")));
    }
}
