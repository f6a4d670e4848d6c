package io.metatransformer.head.retrieval;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Features and galleries of them. */
final class Examples {
    static final RetrievalHead HEAD = new RetrievalHead();

    private Examples() {}

    /** One token. */
    static Features token(Modality modality, float... values) {
        return Features.of(
                Tensor.of(values, 1, values.length),
                List.of(new Segment(modality, 0, 0, new Layout.Set(1), Origin.named("token"))));
    }

    static float[] noise(int width, long seed) {
        double[] values = new double[width];
        new SplitMix64(seed).fillNormal(values);
        float[] narrow = new float[width];
        for (int d = 0; d < width; d++) {
            narrow[d] = (float) values[d];
        }
        return narrow;
    }

    static Target.Item item(String id) {
        return new Target.Item(id, Optional.empty(), Optional.empty());
    }

    static Target.Item item(String id, String label, String camera) {
        return new Target.Item(id, Optional.of(label), Optional.of(camera));
    }

    static ModelPart part(int width, Map<String, Object> config, Weights weights) {
        return ModelPart.of("base/heads/faces", width, config, weights);
    }

    static Tensor digest(Map<String, Object> config, Features features) {
        return HEAD.digest(features, Options.of(HEAD.options(), config));
    }

    static HeadTraining filling(int width, Map<String, Object> config, Weights start) {
        return HEAD.train(part(width, config, start), List.of(), TrainingRules.DEFAULT);
    }

    static void add(HeadTraining filling, Map<String, Object> config, Features of, Target target) {
        Map<String, Object> options = new TreeMap<>(config);
        options.remove("space");
        filling.step(List.of(digest(options, of)), List.of(target), new float[] {1}, 0, 0);
    }
}
