package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.Optional;

/**
 * Layer normalisation of one row: {@code (x - mean) / sqrt(var + eps) · weight + bias}, with the population
 * variance (Ba et al., arXiv 1607.06450). Immutable.
 */
public final class LayerNorm {
    private final float[] weight;
    private final float[] bias;
    private final double eps;

    private LayerNorm(float[] weight, float[] bias, double eps) {
        this.weight = weight;
        this.bias = bias;
        this.eps = eps;
    }

    /**
     * Reads {@code name.weight} and {@code name.bias}, both {@code [D]}.
     *
     * @return nothing if neither is there
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if only one of them is
     */
    public static Optional<LayerNorm> find(Weights weights, String name, double eps) {
        boolean weight = weights.names().contains(name + ".weight");
        boolean bias = weights.names().contains(name + ".bias");
        if (weight != bias) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    "a norm needs both '" + name + ".weight' and '" + name + ".bias'");
        }
        return weight
                ? Optional.of(
                        new LayerNorm(
                                weights.get(name + ".weight").toArray(),
                                weights.get(name + ".bias").toArray(),
                                eps))
                : Optional.empty();
    }

    /** The norm alone: weight 1, bias 0. */
    public static LayerNorm plain(int width, double eps) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return new LayerNorm(ones, new float[width], eps);
    }

    void apply(float[] values, int from) {
        int width = weight.length;
        double sum = 0;
        for (int d = 0; d < width; d++) {
            sum += values[from + d];
        }
        double mean = sum / width;
        double squares = 0;
        for (int d = 0; d < width; d++) {
            double off = values[from + d] - mean;
            squares += off * off;
        }
        double scale = 1 / Math.sqrt(squares / width + eps);
        for (int d = 0; d < width; d++) {
            values[from + d] = (float) ((values[from + d] - mean) * scale * weight[d] + bias[d]);
        }
    }

    /**
     * The way back of {@link #apply}.
     *
     * @param values rows before the norm
     * @param gradient of a loss with respect to the rows after it; becomes that with respect to {@code values}
     */
    void back(float[] values, float[] gradient, int from) {
        int D = weight.length;
        double mean = 0;
        for (int d = 0; d < D; d++) {
            mean += values[from + d] / D;
        }
        double squares = 0;
        for (int d = 0; d < D; d++) {
            squares += Math.pow(values[from + d] - mean, 2) / D;
        }
        double scale = 1 / Math.sqrt(squares + eps);
        double sum = 0;
        double along = 0;
        for (int d = 0; d < D; d++) {
            double g = (double) gradient[from + d] * weight[d];
            sum += g / D;
            along += g * (values[from + d] - mean) * scale / D;
        }
        for (int d = 0; d < D; d++) {
            double unit = (values[from + d] - mean) * scale;
            double g = (double) gradient[from + d] * weight[d];
            gradient[from + d] = (float) (scale * (g - sum - unit * along));
        }
    }
}
