package io.metatransformer.head.detection;

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
import java.util.List;
import java.util.Map;

/** Finds the objects of a picture. Found by {@link java.util.ServiceLoader}. */
public final class DetectionHead implements TrainableHead {

    @Override
    public String name() {
        return "detection";
    }

    @Override
    public List<Option> options() {
        return DetectionOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return DetectionWeights.specs(DetectionOptions.from(options), width);
    }

    /** A detector of mm-detection on a plain pyramid. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return DetectionWeights.adopted(checkpoint);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return LearnedLabels.of(targets, given);
    }

    /** All tokens of the picture, and which part of it they cover. */
    @Override
    public Tensor digest(Features features, Options options) {
        return TokenGrid.of(features).toDigest();
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new DetectionTraining(start, start.options(options()), rules);
    }

    @Override
    public Tensor pullback(Features features, Options options, Tensor digestGradient) {
        return TokenGrid.pulledBack(features, digestGradient);
    }

    @Override
    public HeadSession open(ModelPart part) {
        return new DetectionSession(part, part.options(options()));
    }
}
