package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each column of vectors to mean 0 and deviation 1, so that one learning rate suits all of them. It is
 * folded into the linear layer that follows when training ends: a model holds no trace of it. Immutable.
 */
public final class Standardisation {

    /** Columns that vary less than this, relative to their size, are constant: noise is not blown up. */
    private static final double CONSTANT = 1e-6;

    private final double[] mean;
    private final double[] deviation;

    private Standardisation(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Leaves vectors as they are. */
    public static Standardisation none(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new Standardisation(new double[width], ones);
    }

    /**
     * By the mean and the deviation of these.
     *
     * @param vectors {@code [width]} each, at least one
     */
    public static Standardisation of(List<Tensor> vectors) {
        int width = vectors.get(0).size(0);
        double[] mean = new double[width];
        double[] deviation = new double[width];
        for (Tensor vector : vectors) {
            FloatBuffer values = vector.data();
            for (int d = 0; d < width; d++) {
                mean[d] += values.get(d);
            }
        }
        for (int d = 0; d < width; d++) {
            mean[d] /= vectors.size();
        }
        for (Tensor vector : vectors) {
            FloatBuffer values = vector.data();
            for (int d = 0; d < width; d++) {
                deviation[d] += Math.pow(values.get(d) - mean[d], 2);
            }
        }
        for (int d = 0; d < width; d++) {
            double found = Math.sqrt(deviation[d] / vectors.size());
            deviation[d] = found > CONSTANT * (1 + Math.abs(mean[d])) ? found : 1;
        }
        return new Standardisation(mean, deviation);
    }

    /** This one, with every standardised value so many times smaller: for layers of very many inputs. */
    public Standardisation dividedBy(double factor) {
        double[] larger = deviation.clone();
        for (int d = 0; d < larger.length; d++) {
            larger[d] *= factor;
        }
        return new Standardisation(mean, larger);
    }

    /**
     * The vectors of a batch, standardised, {@code [M, width]}.
     *
     * @param name for messages
     */
    public Tensor rows(String name, List<Tensor> vectors) {
        int width = mean.length;
        FloatBuffer rows = Tensor.allocate(Math.multiplyExact(vectors.size(), width));
        for (Tensor vector : vectors) {
            if (vector.rank() != 1 || vector.size(0) != width) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        name + " learns from vectors of " + width + " values, got " + vector);
            }
            FloatBuffer values = vector.data();
            for (int d = 0; d < width; d++) {
                rows.put((float) ((values.get(d) - mean[d]) / deviation[d]));
            }
        }
        return Tensor.of(rows.flip(), vectors.size(), width);
    }

    /** How a loss changes with each vector, where it is known how it changes with {@link #rows}. */
    List<Tensor> gradients(Tensor rows) {
        int width = mean.length;
        List<Tensor> gradients = new ArrayList<>();
        FloatBuffer values = rows.data();
        for (int row = 0; row < rows.size(0); row++) {
            float[] gradient = new float[width];
            for (int d = 0; d < width; d++) {
                gradient[d] = (float) (values.get(row * width + d) / deviation[d]);
            }
            gradients.add(Tensor.of(gradient, width));
        }
        return gradients;
    }

    /** Weights for standardised vectors to weights for vectors as they are. */
    public Weights folded(Weights weights, String linear) {
        return changed(weights, linear, true);
    }

    /** The way back of {@link #folded}. */
    public Weights unfolded(Weights weights, String linear) {
        return changed(weights, linear, false);
    }

    private boolean changesNothing() {
        return Arrays.stream(mean).allMatch(value -> value == 0)
                && Arrays.stream(deviation).allMatch(value -> value == 1);
    }

    private Weights changed(Weights weights, String linear, boolean folding) {
        if (changesNothing()) {
            return weights;
        }
        Map<String, Tensor> changed = new LinkedHashMap<>();
        weights.names().forEach(name -> changed.put(name, weights.get(name)));
        float[] kernel = weights.get(linear + ".weight").toArray();
        float[] bias = weights.get(linear + ".bias").toArray();
        int width = mean.length;
        for (int k = 0; k < bias.length; k++) {
            double shift = 0;
            for (int d = 0; d < width; d++) {
                double was = kernel[k * width + d];
                double raw = folding ? was / deviation[d] : was;
                shift += raw * mean[d];
                kernel[k * width + d] = (float) (folding ? raw : was * deviation[d]);
            }
            bias[k] = (float) (folding ? bias[k] - shift : bias[k] + shift);
        }
        changed.put(linear + ".weight", Tensor.of(kernel, bias.length, width));
        changed.put(linear + ".bias", Tensor.of(bias, bias.length));
        return Weights.of(changed);
    }
}
