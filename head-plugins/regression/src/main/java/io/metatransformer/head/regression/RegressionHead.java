package io.metatransformer.head.regression;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.PooledVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers with numbers in the user's unit. Found by {@link java.util.ServiceLoader}. */
public final class RegressionHead implements TrainableHead {

    @Override
    public String name() {
        return "regression";
    }

    @Override
    public List<Option> options() {
        return RegressionOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        RegressionOptions layout = RegressionOptions.from(options);
        return RegressionWeights.specs(layout, width, layout.inputWidth(width));
    }

    /** The head of the reference's graph regression, which goes with {@code pooling=cls, transform}. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return RegressionWeights.adopted(checkpoint);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return LearnedUnit.of(targets, given);
    }

    @Override
    public Tensor digest(Features features, Options options) {
        RegressionOptions layout = RegressionOptions.from(options);
        Optional<LayerNorm> norm =
                layout.norm()
                        ? Optional.of(LayerNorm.plain(features.width(), layout.normEps()))
                        : Optional.empty();
        float[] vector =
                new PooledVector(name(), layout.pooling(), layout.append(), norm).of(features);
        return Tensor.of(vector, vector.length);
    }

    /** The norm of tokens keeps weight 1 and bias 0: what it could learn, the layer after it learns too. */
    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new RegressionTraining(
                start, RegressionOptions.from(start.options(options())), digests, rules);
    }

    @Override
    public HeadSession open(ModelPart part) {
        return new RegressionSession(part, part.options(options()));
    }
}
