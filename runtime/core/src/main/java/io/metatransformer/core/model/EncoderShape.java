package io.metatransformer.core.model;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Objects;
import java.util.Set;

/**
 * The shape of an encoder's blocks, as {@code model.json} records it.
 *
 * @param dim width of a token, D
 * @param depth number of blocks
 * @param heads attention heads per block; divides {@code dim}
 * @param mlpRatio hidden width of the MLP over {@code dim}
 * @param normEps epsilon of the layer norms
 * @param activation of the MLP, one of {@link #ACTIVATIONS}
 * @param qkvBias whether queries, keys and values have a bias
 * @param firstNorm whether a norm stands before the first block
 * @param finalNorm whether a norm stands after the last block
 * @param layerScale whether the residual branches are scaled per channel
 */
public record EncoderShape(
        int dim,
        int depth,
        int heads,
        double mlpRatio,
        double normEps,
        String activation,
        boolean qkvBias,
        boolean firstNorm,
        boolean finalNorm,
        boolean layerScale) {

    public static final Set<String> ACTIVATIONS =
            Set.of("gelu", "gelu_tanh", "quick_gelu", "relu", "silu");

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_MODEL} for a size that no encoder has
     */
    public EncoderShape {
        Objects.requireNonNull(activation, "activation");
        require(dim >= 1 && depth >= 1 && heads >= 1, "dim, depth and heads are at least 1");
        require(dim % heads == 0, heads + " heads do not divide dim " + dim);
        require(mlpRatio > 0 && normEps > 0, "mlp_ratio and norm_eps are greater than 0");
        require(
                ACTIVATIONS.contains(activation),
                "activation is one of gelu, gelu_tanh, quick_gelu, relu, silu");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new MetaTransformerException(ErrorCode.BAD_MODEL, "encoder: " + rule);
        }
    }
}
