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
import io.metatransformer.head.pooling.PooledSession;
import io.metatransformer.head.pooling.PooledTraining;
import java.util.List;
import java.util.Map;

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
        Regressor regressor = regressor(options);
        return regressor.specs(width, regressor.input().width(width));
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
        return regressor(options).input().digest(name(), features);
    }

    @Override
    public Tensor pullback(Features features, Options options, Tensor digestGradient) {
        return regressor(options).input().pullback(name(), features, digestGradient);
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new PooledTraining(start, regressor(start.options(options())), digests, rules);
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        return new PooledSession(part, options, regressor(options));
    }

    private static Regressor regressor(Options options) {
        return new Regressor(RegressionOptions.from(options));
    }
}
