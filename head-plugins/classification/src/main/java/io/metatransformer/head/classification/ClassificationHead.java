package io.metatransformer.head.classification;

import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.List;

/** Scores the labels of a model. Found by {@link java.util.ServiceLoader}. */
public final class ClassificationHead implements Head {

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
    public HeadSession open(ModelPart part) {
        return new ClassificationSession(part, part.options(options()));
    }
}
