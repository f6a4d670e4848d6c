package io.metatransformer.head.segmentation;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** Gives every pixel of a picture a class. Found by {@link java.util.ServiceLoader}. */
public final class SegmentationHead implements TrainableHead {

    @Override
    public String name() {
        return "segmentation";
    }

    @Override
    public List<Option> options() {
        return SegmentationOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return SegmentationOptions.from(options).decoder().weights(width);
    }

    /** The decoders of mm-segmentation, and the linear one; the option {@code decoder} must be of the same kind. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return CheckpointNames.adopted(checkpoint);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return LearnedClasses.of(targets, given);
    }

    @Override
    public Tensor digest(Features features, Options options) {
        int smallest = SegmentationOptions.from(options).decoder().smallestSide();
        return TokenGrid.of(name(), features, smallest).digest();
    }

    /** Tokens of the grid have their gradients back; others have no part in the answer. */
    @Override
    public Tensor pullback(Features features, Options options, Tensor digestGradient) {
        Segment segment = TokenGrid.segment(name(), features);
        int D = features.width();
        FloatBuffer gradient = Tensor.allocate(features.length() * D);
        gradient.position(segment.ordinaryStart() * D);
        gradient.put(digestGradient.data().position(GridFrame.NUMBERS));
        return Tensor.of(gradient.rewind(), features.length(), D);
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new SegmentationTraining(start, start.options(options()), rules);
    }

    @Override
    public HeadSession open(ModelPart part) {
        return new SegmentationSession(part, part.options(options()));
    }
}
