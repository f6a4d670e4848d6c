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
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.PooledVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return ClassifierWeights.specs(ClassificationOptions.from(options), width);
    }

    /**
     * The heads of the reference's models and the plain linear heads of timm; which options go with
     * them, the file does not say.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        return checkpoint.renamed(CheckpointNames.of(checkpoint.names())::own);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return LearnedLabels.of(targets, given);
    }

    @Override
    public Tensor digest(Features features, Options options) {
        ClassificationOptions layout = ClassificationOptions.from(options);
        Optional<LayerNorm> norm =
                layout.norm()
                        ? Optional.of(LayerNorm.plain(features.width(), layout.normEps()))
                        : Optional.empty();
        float[] vector =
                new PooledVector(name(), layout.pooling(), layout.append(), norm).of(features);
        return Tensor.of(vector, vector.length);
    }

    /** Norms of tokens keep weight 1 and bias 0: what they could learn, the layer after pooling learns too. */
    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new ClassifierTraining(start, start.options(options()), digests, rules);
    }

    @Override
    public HeadSession open(ModelPart part) {
        return new ClassificationSession(part, part.options(options()));
    }
}
