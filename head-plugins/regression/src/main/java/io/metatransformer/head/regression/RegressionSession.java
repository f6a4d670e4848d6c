package io.metatransformer.head.regression;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.PooledVector;
import java.util.List;
import java.util.Map;

/** Pools in Java, then runs the learned layers in TensorFlow. */
final class RegressionSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final RegressionOptions layout;
    private final PooledVector vector;
    private final int inputWidth;
    private final Network network;
    private final Lifetime lifetime;

    RegressionSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.layout = RegressionOptions.from(options);
        Weights weights = part.weights();
        weights.require(name, RegressionWeights.specs(layout, width, layout.inputWidth(width)));
        this.vector =
                new PooledVector(
                        name,
                        layout.pooling(),
                        layout.append(),
                        LayerNorm.find(weights, RegressionWeights.NORM, layout.normEps()));
        String first = layout.transform() ? RegressionWeights.TRANSFORM : RegressionWeights.HEAD;
        this.inputWidth = weights.shape(first + ".weight")[1];
        this.network = network(name, weights, layout, inputWidth);
        this.lifetime = new Lifetime(name);
    }

    static Network network(String name, Weights weights, RegressionOptions layout, int in) {
        return Network.build(
                name,
                weights,
                (layers, wiring) ->
                        wiring.output(
                                "numbers",
                                RegressionWeights.numbers(
                                        layers, wiring.input("pooled", -1, in), layout)));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> values(features, requested));
    }

    private Prediction.Values values(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        options.withRequest(requested);
        float[] pooled = vector.of(features);
        if (pooled.length != inputWidth) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + " reads "
                            + inputWidth
                            + " values after pooling, got "
                            + pooled.length
                            + " from "
                            + features.length()
                            + " tokens");
        }
        float[] numbers = network.run(Tensor.of(pooled, 1, pooled.length)).toArray();
        return answer(name, layout, numbers, 0);
    }

    /**
     * Standardised numbers in the user's unit.
     *
     * @param from index of the first number
     */
    static Prediction.Values answer(
            String name, RegressionOptions layout, float[] numbers, int from) {
        float[] values = new float[layout.outputs()];
        for (int m = 0; m < values.length; m++) {
            values[m] = (float) (numbers[from + m] * layout.deviation()[m] + layout.mean()[m]);
            if (!Float.isFinite(values[m])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, name + ": a number is not finite");
            }
        }
        return new Prediction.Values(Tensor.of(values, values.length), layout.names(), List.of());
    }

    @Override
    public void close() {
        lifetime.end(network::close);
    }
}
