package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.head.pooling.PooledInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the most alike items of a gallery. Found by {@link java.util.ServiceLoader}. */
public final class RetrievalHead implements TrainableHead {
    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public List<Option> options() {
        return RetrievalOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        List<WeightSpec> specs = new ArrayList<>(fixed(options, width));
        specs.addAll(Gallery.specs());
        return specs;
    }

    private static List<WeightSpec> fixed(Options options, int width) {
        PooledInput input = PooledInput.from(options);
        List<WeightSpec> specs = new ArrayList<>(input.specs(width));
        specs.add(WeightSpec.optional(Embedder.PROJECTION, input.width(width), -1));
        specs.add(WeightSpec.optional(RetrievalOptions.SCALE));
        return specs;
    }

    /** The space in which a part says that its vectors may be compared across modalities. */
    static Optional<String> space(ModelPart part) {
        return Optional.ofNullable(part.config().get("space")).map(String::valueOf);
    }

    @Override
    public boolean gathers() {
        return true;
    }

    /** A label alone becomes an item whose id is the name of the example. */
    @Override
    public Target target(String name, Target given) {
        return given instanceof Target.Label label
                ? new Target.Item(name, Optional.of(label.label()), Optional.empty())
                : given;
    }

    /** Nothing: items and their ids are weights. */
    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        Set<String> ids = new HashSet<>();
        for (Target target : targets) {
            if (!(target instanceof Target.Item item)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "a gallery is filled with items, each with an id or a label; these targets are"
                                + " of another kind, or mixed");
            }
            if (item.id().indexOf(0) >= 0) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH, "an id holds the character 0");
            }
            if (!ids.add(item.id())) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "two items have the id " + Quoted.of(item.id()) + "; each needs its own");
            }
        }
        return Map.of();
    }

    @Override
    public Tensor digest(Features features, Options options) {
        Tensor vector = PooledInput.from(options).digest(name(), features);
        return new Gathered(vector.toArray(), Gathered.modality(features)).tensor();
    }

    /**
     * Begins to fill a gallery, or to add to that of {@code start}. Digests were normalised with weight 1 and
     * bias 0, as {@code start} must have it, too.
     */
    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        Options options = start.options(options());
        Map<String, Tensor> fixed = new LinkedHashMap<>();
        for (WeightSpec spec : fixed(options, start.width())) {
            if (spec.required()) {
                fixed.put(spec.name(), spec.draw(rules.seed()));
                requireSame(start, spec.name(), fixed.get(spec.name()));
            } else {
                start.weights().find(spec.name()).ifPresent(it -> fixed.put(spec.name(), it));
            }
        }
        Optional<Double> scale =
                RetrievalOptions.scale(
                        options, Optional.ofNullable(fixed.get(RetrievalOptions.SCALE)));
        return new GalleryFilling(start, Weights.of(fixed), scale);
    }

    private static void requireSame(ModelPart start, String name, Tensor plain) {
        if (start.weights().find(name).filter(given -> !given.equals(plain)).isPresent()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    start.name()
                            + ": a gallery is filled behind a norm of weight 1 and bias 0, but '"
                            + name
                            + "' has other values");
        }
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        return new RetrievalSession(part, options);
    }
}
