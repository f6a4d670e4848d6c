package io.metatransformer.head.regression;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Losses;
import io.metatransformer.head.pooling.PooledInput;
import io.metatransformer.head.pooling.PooledTask;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Standardised numbers, which are answered in the user's unit. */
record Regressor(RegressionOptions layout) implements PooledTask {

    @Override
    public PooledInput input() {
        return layout.input();
    }

    @Override
    public int outputs() {
        return layout.outputs();
    }

    @Override
    public List<WeightSpec> specs(int D, int P) {
        return RegressionWeights.specs(layout, D, P);
    }

    @Override
    public String first() {
        return layout.transform() ? RegressionWeights.TRANSFORM : RegressionWeights.HEAD;
    }

    @Override
    public boolean standardises() {
        return !layout.pooledNorm();
    }

    @Override
    public Operand<TFloat32> layers(Layers layers, Operand<TFloat32> vectors, float dropout) {
        return RegressionWeights.numbers(layers, vectors, layout);
    }

    @Override
    public Operand<TFloat32> loss(
            Losses losses,
            Operand<TFloat32> outputs,
            Operand<TFloat32> targets,
            Operand<TFloat32> weights) {
        return switch (layout.loss()) {
            case "absolute" -> losses.absolute(outputs, targets, weights);
            case "huber" -> losses.smoothAbsolute(outputs, targets, weights, 1);
            default -> losses.squared(outputs, targets, weights);
        };
    }

    @Override
    public Tensor encoded(String name, List<Target> targets, double smoothing) {
        int M = layout.outputs();
        float[] standardised = new float[targets.size() * M];
        for (int i = 0; i < targets.size(); i++) {
            if (!(targets.get(i) instanceof Target.Numbers numbers)
                    || numbers.values().elements() != M) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name + " learns " + M + " numbers per example, got " + targets.get(i));
            }
            float[] values = numbers.values().toArray();
            for (int m = 0; m < M; m++) {
                standardised[i * M + m] =
                        (float) ((values[m] - layout.mean()[m]) / layout.deviation()[m]);
            }
        }
        return Tensor.of(standardised, targets.size(), M);
    }

    @Override
    public Prediction.Values answer(String name, float[] numbers) {
        float[] values = new float[numbers.length];
        for (int m = 0; m < values.length; m++) {
            values[m] = (float) (numbers[m] * layout.deviation()[m] + layout.mean()[m]);
            if (!Float.isFinite(values[m])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, name + ": a number is not finite");
            }
        }
        return new Prediction.Values(Tensor.of(values, values.length), layout.names(), List.of());
    }
}
