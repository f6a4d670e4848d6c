package io.metatransformer.core.model;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The shape of an encoder's blocks, as {@code model.json} records it.
 *
 * @param dim width of a token, D
 * @param depth number of blocks
 * @param heads attention heads per block; divides {@code dim}
 * @param hidden width inside the MLP, 4D in all released encoders
 * @param eps of the norms inside the blocks
 * @param activation of the MLP, one of {@link #ACTIVATIONS}
 * @param qkvBias whether queries, keys and values have a bias
 * @param layerScale whether each residual branch is scaled per channel
 * @param firstNorm eps of a norm before the first block, if there is one
 * @param finalNorm eps of a norm after the last block, if there is one
 */
public record EncoderShape(
        int dim,
        int depth,
        int heads,
        int hidden,
        double eps,
        String activation,
        boolean qkvBias,
        boolean layerScale,
        OptionalDouble firstNorm,
        OptionalDouble finalNorm) {

    public static final List<String> ACTIVATIONS =
            List.of("gelu", "gelu_tanh", "quick_gelu", "relu", "silu");

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_MODEL} for a shape that no encoder has
     */
    public EncoderShape {
        Objects.requireNonNull(activation, "activation");
        require(dim >= 1 && depth >= 1 && heads >= 1 && hidden >= 1, "sizes are at least 1");
        require(dim % heads == 0, heads + " heads do not divide dim " + dim);
        require(
                isEps(eps) && isEps(firstNorm.orElse(eps)) && isEps(finalNorm.orElse(eps)),
                "eps of a norm is greater than 0 and less than 1");
        require(
                ACTIVATIONS.contains(activation),
                "activation is one of " + String.join(", ", ACTIVATIONS));
    }

    private static boolean isEps(double eps) {
        return eps > 0 && eps < 1;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new MetaTransformerException(ErrorCode.BAD_MODEL, "encoder: " + rule);
        }
    }
}
