package io.metatransformer.modality.tabular;

import io.metatransformer.api.Weights;

/**
 * Numbers to vectors: {@code weight[c] · v + bias[c]} for column c, after a norm of the numbers if the model has
 * one. Immutable.
 */
final class NumberEmbedding {
    private static final double EPS = 1e-5;

    private final TabularOptions options;
    private final int width;
    private final float[] weight;
    private final float[] bias;
    private final float[] normWeight;
    private final float[] normBias;
    private final float[] mean;
    private final float[] variance;

    NumberEmbedding(TabularOptions options, Weights weights, int width) {
        this.options = options;
        this.width = width;
        this.weight = values(weights, TabularWeights.NUMBERS + ".weight");
        this.bias = values(weights, TabularWeights.NUMBERS + ".bias");
        this.normWeight = values(weights, TabularWeights.NORM + ".weight");
        this.normBias = values(weights, TabularWeights.NORM + ".bias");
        this.mean = values(weights, TabularWeights.NORM + ".running_mean");
        this.variance = values(weights, TabularWeights.NORM + ".running_var");
    }

    private static float[] values(Weights weights, String name) {
        return weights.find(name).map(tensor -> tensor.toArray()).orElseGet(() -> new float[0]);
    }

    /** The numbers as tokens or a head read them. */
    float[] normalised(float[] numbers) {
        if (!options.normalises()) {
            return numbers;
        }
        return options.norm().equals("batchnorm")
                ? byTrainingStatistics(numbers)
                : byTheRow(numbers);
    }

    private float[] byTrainingStatistics(float[] numbers) {
        float[] normalised = new float[numbers.length];
        for (int c = 0; c < numbers.length; c++) {
            double unit = (numbers[c] - (double) mean[c]) / Math.sqrt(variance[c] + EPS);
            normalised[c] = (float) (unit * normWeight[c] + normBias[c]);
        }
        return normalised;
    }

    private float[] byTheRow(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        double average = sum / numbers.length;
        double squares = 0;
        for (float number : numbers) {
            squares += (number - average) * (number - average);
        }
        double deviation = Math.sqrt(squares / numbers.length + EPS);
        float[] normalised = new float[numbers.length];
        for (int c = 0; c < numbers.length; c++) {
            double unit = (numbers[c] - average) / deviation;
            normalised[c] = (float) (unit * normWeight[c] + normBias[c]);
        }
        return normalised;
    }

    /**
     * Writes a token per column.
     *
     * @param numbers as {@link #normalised} gives them
     * @param at where in {@code tokens} the first one starts
     */
    void write(float[] numbers, float[] tokens, int at) {
        for (int c = 0; c < numbers.length; c++) {
            for (int d = 0; d < width; d++) {
                float shift = bias.length == 0 ? 0 : bias[c * width + d];
                tokens[at + c * width + d] = weight[c * width + d] * numbers[c] + shift;
            }
        }
    }
}
