package io.metatransformer.head.classification;

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

/** Scores the labels of a model. Found by {@link java.util.ServiceLoader}. */
public final class ClassificationHead implements TrainableHead {

    @Override
    public String name() {
        return "classification";
    }

    @Override
    public List<Option> options() {
        return ClassificationOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        Classifier classifier = classifier(options);
        return classifier.specs(width, classifier.input().width(width));
    }

    /**
     * The heads of the reference's models and the plain linear heads of timm; which options go with
     * them, the file does not say.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        Weights own = checkpoint.renamed(CheckpointNames.of(checkpoint.names())::own);
        return WideAndDeep.joined(checkpoint, own);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return LearnedLabels.of(targets, given);
    }

    @Override
    public Tensor digest(Features features, Options options) {
        return classifier(options).input().digest(name(), features);
    }

    @Override
    public Tensor pullback(Features features, Options options, Tensor digestGradient) {
        return classifier(options).input().pullback(name(), features, digestGradient);
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new PooledTraining(start, classifier(start.options(options())), digests, rules);
    }

    /** The temperature, and thresholds where several labels may hold, unless {@code calibrate} is off. */
    @Override
    public Map<String, Object> calibrate(
            ModelPart trained, List<Tensor> digests, List<Target> targets) {
        Classifier classifier = classifier(trained.options(options()));
        List<float[]> logits = PooledTraining.outputs(trained, classifier, digests);
        return classifier.calibrated(trained.name(), logits, targets);
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        Classifier classifier = classifier(options);
        classifier.requireLabelsOf(part.name(), part.weights());
        return new PooledSession(part, options, classifier);
    }

    private static Classifier classifier(Options options) {
        return new Classifier(ClassificationOptions.from(options));
    }
}
