package io.metatransformer.head.pointsegmentation;

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

/** Labels every point of a cloud. Found by {@link java.util.ServiceLoader}. */
public final class PointSegmentationHead implements TrainableHead {

    @Override
    public String name() {
        return "point-segmentation";
    }

    @Override
    public List<Option> options() {
        return SegmentationOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return DecoderWeights.specs(SegmentationOptions.from(options), width, -1, -1);
    }

    /** Decoders of the reference's scene and part segmentation; which options go with them, the file does not say. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return DecoderWeights.adopt(checkpoint);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return LearnedLabels.of(targets, given);
    }

    /** Tokens, their places and what is known of every point: {@link CloudDigest}. */
    @Override
    public Tensor digest(Features features, Options options) {
        return CloudDigest.of(cloud(features, options));
    }

    /** Of tokens and class token; the level between tokens and points is taken as it is. */
    @Override
    public Tensor pullback(Features features, Options options, Tensor digestGradient) {
        return FeatureGradient.of(
                name(),
                features,
                SegmentationOptions.from(options),
                cloud(features, options),
                digestGradient);
    }

    private CloudFeatures cloud(Features features, Options options) {
        return CloudFeatures.of(
                name(),
                features,
                SegmentationOptions.from(options),
                PointSegmentationSession.shape(options));
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new PointTraining(start, start.options(options()), digests, rules);
    }

    @Override
    public HeadSession open(ModelPart part) {
        return new PointSegmentationSession(part, part.options(options()));
    }
}
