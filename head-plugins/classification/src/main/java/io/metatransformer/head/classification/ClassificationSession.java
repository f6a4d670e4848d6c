package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Label;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.PooledVector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pools in Java, then runs the learned layers in TensorFlow. */
final class ClassificationSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final ClassificationOptions layout;
    private final PooledVector vector;
    private final int inputWidth;
    private final Network network;
    private final Lifetime lifetime;

    ClassificationSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.layout = ClassificationOptions.from(options);
        Weights weights = part.weights();
        checkLabels(weights);
        weights.require(name, ClassifierWeights.specs(layout, width));
        this.vector =
                new PooledVector(
                        name,
                        layout.pooling(),
                        layout.append(),
                        LayerNorm.find(weights, ClassifierWeights.NORM, layout.normEps()));
        this.inputWidth = weights.shape(ClassifierWeights.first(layout))[1];
        this.network = Network.build(name, weights, ClassifierWeights.recipe(layout, inputWidth));
        this.lifetime = new Lifetime(name);
    }

    private void checkLabels(Weights weights) {
        String last = ClassifierWeights.HEAD + ".weight";
        int labels = layout.labels().size();
        if (!weights.names().contains(last)) {
            return;
        }
        int[] shape = weights.shape(last);
        if (shape.length == 2 && shape[0] != labels) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name
                            + ": "
                            + labels
                            + " labels, but '"
                            + last
                            + "' has "
                            + shape[0]
                            + " outputs");
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> classify(features, requested));
    }

    private Prediction.Classes classify(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        Options chosen = options.withRequest(requested);
        float[] pooled = pooled(features);
        float[] logits = network.run(Tensor.of(pooled, 1, pooled.length)).toArray();
        Stream<Label> ranked =
                Scores.ranked(name, logits, layout.labels(), layout.exclusive()).stream();
        if (chosen.isSet("threshold")) {
            double threshold = chosen.number("threshold");
            ranked = ranked.filter(label -> label.score() > threshold);
        }
        List<Label> labels = ranked.limit(chosen.integer("top_k")).toList();
        return new Prediction.Classes(labels, layout.exclusive());
    }

    private float[] pooled(Features features) {
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
        return pooled;
    }

    @Override
    public void close() {
        lifetime.end(network::close);
    }
}
