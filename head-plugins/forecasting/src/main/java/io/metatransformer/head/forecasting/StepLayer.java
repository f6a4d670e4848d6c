package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import java.util.List;

/** One linear layer from each token to the values of its step: what a series should hold there. */
final class StepLayer {
    static final String PROJECTION = "projection";
    static final String TOKENS = "tokens";

    private StepLayer() {}

    static List<WeightSpec> specs(int width, int channels) {
        var start = new WeightSpec.Uniform(1 / Math.sqrt(width));
        return List.of(
                WeightSpec.required(PROJECTION + ".weight", start, channels, width),
                WeightSpec.required(PROJECTION + ".bias", start, channels));
    }

    static Network network(String name, Weights weights, int width) {
        return Network.build(
                name,
                weights,
                (layers, wiring) ->
                        wiring.output(
                                "values",
                                layers.linear(wiring.input(TOKENS, -1, width), PROJECTION)));
    }

    /** What the series should hold, scaled, {@code [T, C]}. */
    static float[] values(String name, Network network, Steps steps) {
        float[] values = network.run(steps.tokens()).toArray();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, name + ": a value is not finite");
            }
        }
        return values;
    }

    /** Known values as they are, the others as they should be; in the user's unit, {@code [T, C]}. */
    static Tensor filled(Steps steps, float[] values) {
        float[] filled = steps.scaled();
        float[] gaps = steps.gaps();
        for (int i = 0; i < filled.length; i++) {
            filled[i] = gaps[i] == 0 ? filled[i] : values[i];
        }
        return Tensor.of(steps.unit().told(filled), steps.length(), steps.unit().channels());
    }

    /**
     * How far each step is from what it should be: the mean over its known channels of the squared difference,
     * scaled; 0 if none is known.
     */
    static double[] energies(Steps steps, float[] values) {
        float[] scaled = steps.scaled();
        float[] gaps = steps.gaps();
        int C = steps.unit().channels();
        double[] energies = new double[steps.length()];
        for (int step = 0; step < energies.length; step++) {
            int known = 0;
            for (int i = step * C; i < (step + 1) * C; i++) {
                if (gaps[i] == 0) {
                    energies[step] += Math.pow((double) values[i] - scaled[i], 2);
                    known++;
                }
            }
            energies[step] /= Math.max(1, known);
        }
        return energies;
    }
}
