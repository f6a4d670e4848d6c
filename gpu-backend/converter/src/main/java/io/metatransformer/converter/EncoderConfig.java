package io.metatransformer.converter;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The shape of an encoder: a stack of pre-norm transformer blocks, with what its weights do not say.
 *
 * <p>Its tensors are {@link #weights()}: for block {@code i} from 0, {@code i.norm1.*, i.attn.qkv.*,
 * i.attn.proj.*, i.norm2.*, i.mlp.fc1.*, i.mlp.fc2.*} (timm's names), {@code i.ls1.gamma} and {@code i.ls2.gamma}
 * with layer scale, {@code first_norm.*} and {@code final_norm.*} where there are such norms.
 *
 * @param dim width of a token, D
 * @param depth number of blocks, L
 * @param heads per block, H; a divisor of {@code dim}
 * @param hidden width between the two linear maps of the MLP; 4D in all released encoders
 * @param eps of the norms inside the blocks; 1e-5 for Meta-Transformer's released files
 * @param qkvBias whether queries, keys and values have a bias
 * @param layerScale whether each residual branch is scaled per channel
 * @param firstNorm eps of a norm before the first block (CLIP's {@code ln_pre}), if there is one
 * @param finalNorm eps of a norm after the last block, if there is one
 */
public record EncoderConfig(
        int dim,
        int depth,
        int heads,
        int hidden,
        double eps,
        Activation activation,
        boolean qkvBias,
        boolean layerScale,
        OptionalDouble firstNorm,
        OptionalDouble finalNorm) {

    /** Standard deviation of linear weights in timm's vision transformer. */
    private static final double DEVIATION = 0.02;

    private static final int MAX_DIM = 1 << 16;
    private static final int MAX_DEPTH = 1 << 10;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a size that no encoder has
     */
    public EncoderConfig {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(firstNorm, "firstNorm");
        Objects.requireNonNull(finalNorm, "finalNorm");
        require(dim >= 1 && dim <= MAX_DIM, "dim is 1 to " + MAX_DIM + ", got " + dim);
        require(depth >= 1 && depth <= MAX_DEPTH, "depth is 1 to " + MAX_DEPTH + ", got " + depth);
        require(
                heads >= 1 && dim % heads == 0,
                "heads divide dim; got " + heads + " heads for dim " + dim);
        require(
                hidden >= 1 && hidden <= 4 * MAX_DIM,
                "hidden is 1 to " + 4 * MAX_DIM + ", got " + hidden);
        require(isEps(eps), "eps is greater than 0 and less than 1, got " + eps);
        require(
                isEps(firstNorm.orElse(eps)),
                "the first norm's eps is greater than 0, less than 1");
        require(
                isEps(finalNorm.orElse(eps)),
                "the final norm's eps is greater than 0, less than 1");
    }

    /** Blocks as Meta-Transformer released them: MLP of 4D, eps 1e-5, exact GELU, biases, no outer norms. */
    public static EncoderConfig plain(int dim, int depth, int heads) {
        return new EncoderConfig(
                dim,
                depth,
                heads,
                4 * dim,
                1e-5,
                Activation.GELU,
                true,
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** Every tensor that such an encoder has, no more and no less, in the order of a checkpoint. */
    public List<WeightSpec> weights() {
        List<WeightSpec> specs = new ArrayList<>();
        firstNorm.ifPresent(any -> addNorm(specs, "first_norm"));
        for (int i = 0; i < depth; i++) {
            addNorm(specs, i + ".norm1");
            addLinear(specs, i + ".attn.qkv", 3 * dim, dim, qkvBias);
            addLinear(specs, i + ".attn.proj", dim, dim, true);
            addScale(specs, i + ".ls1.gamma");
            addNorm(specs, i + ".norm2");
            addLinear(specs, i + ".mlp.fc1", hidden, dim, true);
            addLinear(specs, i + ".mlp.fc2", dim, hidden, true);
            addScale(specs, i + ".ls2.gamma");
        }
        finalNorm.ifPresent(any -> addNorm(specs, "final_norm"));
        return List.copyOf(specs);
    }

    private void addNorm(List<WeightSpec> specs, String name) {
        specs.add(WeightSpec.required(name + ".weight", new WeightSpec.Constant(1), dim));
        specs.add(WeightSpec.required(name + ".bias", new WeightSpec.Constant(0), dim));
    }

    private static void addLinear(
            List<WeightSpec> specs, String name, int out, int in, boolean bias) {
        specs.add(WeightSpec.required(name + ".weight", new WeightSpec.Normal(DEVIATION), out, in));
        if (bias) {
            specs.add(WeightSpec.required(name + ".bias", new WeightSpec.Constant(0), out));
        }
    }

    private void addScale(List<WeightSpec> specs, String name) {
        if (layerScale) {
            specs.add(WeightSpec.required(name, new WeightSpec.Constant(1), dim));
        }
    }

    private static boolean isEps(double eps) {
        return eps > 0 && eps < 1;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new MetaTransformerException(ErrorCode.BAD_CONFIG, "encoder: " + rule);
        }
    }
}
