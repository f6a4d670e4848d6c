package io.metatransformer.core;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A double that gathers: first values of rows, of which the nearest are answered; ids are their numbers. */
final class GalleryHead implements TrainableHead {
    private final Optional<String> space;

    /** @param space that its answers claim */
    GalleryHead(Optional<String> space) {
        this.space = space;
    }

    @Override
    public String name() {
        return "gallery";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of(WeightSpec.required("values", new WeightSpec.Constant(0), -1));
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    public Target target(String name, Target given) {
        return given instanceof Target.Label label
                ? new Target.Item(name, Optional.of(label.label()), Optional.empty())
                : given;
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        return Map.of();
    }

    @Override
    public Tensor digest(Features features, Options options) {
        return Tensor.of(new float[] {features.values().data().get(0)}, 1);
    }

    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        return new Gathered();
    }

    @Override
    public HeadSession open(ModelPart part) {
        float[] values = part.weights().get("values").toArray();
        List<Target.Item> items = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            items.add(new Target.Item("" + i, Optional.empty(), Optional.empty()));
        }
        return new HeadSession() {
            @Override
            public int width() {
                return part.width();
            }

            @Override
            public Prediction predict(Features features, Map<String, ?> requested) {
                return nearest(items, values, digest(features, Options.none()));
            }

            @Override
            public void close() {}
        };
    }

    private Prediction nearest(List<Target.Item> items, float[] values, Tensor query) {
        List<Neighbour> all = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Target.Item item = items.get(i);
            float near = 1 / (1 + Math.abs(values[i] - query.data().get(0)));
            all.add(new Neighbour(item.id(), item.label(), item.camera(), near, Optional.empty()));
        }
        all.sort(Comparator.comparing((Neighbour each) -> -each.similarity()));
        return new Prediction.Neighbours(all, space);
    }

    private final class Gathered implements HeadTraining {
        private final List<Target.Item> items = new ArrayList<>();
        private final List<Float> values = new ArrayList<>();

        @Override
        public float step(
                List<Tensor> digests,
                List<Target> targets,
                float[] weights,
                double learningRate,
                long seed) {
            digests.forEach(digest -> values.add(digest.data().get(0)));
            targets.forEach(target -> items.add((Target.Item) target));
            return 0;
        }

        private float[] values() {
            float[] all = new float[values.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = values.get(i);
            }
            return all;
        }

        @Override
        public List<Prediction> predict(List<Tensor> digests) {
            return digests.stream().map(digest -> nearest(items, values(), digest)).toList();
        }

        @Override
        public Weights weights() {
            return Weights.of(Map.of("values", Tensor.of(values(), values.size())));
        }

        @Override
        public void close() {}
    }
}
