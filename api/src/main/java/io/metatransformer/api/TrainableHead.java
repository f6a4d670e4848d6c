package io.metatransformer.api;

import java.util.List;
import java.util.Map;

/**
 * A head that learns from examples while the encoder is frozen. It says what a step is; who calls it walks
 * through the epochs, the learning rate and the early end, the same for every head.
 *
 * <pre>
 *   features ──digest──▶ kept between epochs ──step, step, …──▶ weights of a head of the model
 * </pre>
 *
 * @since 0.1
 */
public interface TrainableHead extends Head {

    /**
     * What this head learns from an example: most learn a label of a gallery's item, none its id.
     *
     * @param name of the example, such as its file's within a data set
     * @param given what the data set says
     */
    default Target target(String name, Target given) {
        return given instanceof Target.Item item && item.label().isPresent()
                ? new Target.Label(item.label().get())
                : given;
    }

    /**
     * Whether this head only gathers: one walk through the examples in their order is all, no rate matters and
     * no part need be kept apart. Its loss is 0.
     */
    default boolean gathers() {
        return false;
    }

    /**
     * Options that are read off the targets rather than chosen: the labels, the unit of a number.
     *
     * @param targets of the training part alone, at least one
     * @param given what was chosen, which these must fit
     * @return values of declared options, as {@code config.json} holds them
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for targets of a kind that this
     *     head cannot learn, or that contradict each other or the options
     */
    Map<String, Object> learn(List<Target> targets, Map<String, Object> given);

    /**
     * What training needs of one example's features, and nothing that a trained weight decides: a pooled
     * vector, or all tokens. It is computed once and kept, on disk too.
     *
     * @param options that decide it, with those of {@link #learn}
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for features that this head
     *     cannot read
     */
    Tensor digest(Features features, Options options);

    /**
     * Begins to train.
     *
     * @param start options, with those of {@link #learn}, and the weights to start from; without weights, a
     *     new head is drawn
     * @param digests of the training part, at least one, for statistics; they are not kept
     */
    HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules);

    /**
     * Options that are found on the validation part when the weights are learnt, such as a temperature that
     * makes probabilities as sure as they are right. None by default.
     *
     * @param trained options and weights
     * @param digests of the validation part, at least one
     * @param targets as many
     */
    default Map<String, Object> calibrate(
            ModelPart trained, List<Tensor> digests, List<Target> targets) {
        return Map.of();
    }

    /**
     * The way back of {@link #digest}: how a loss changes with the features, where it is known how it changes
     * with their digest. Needed to train what makes the features. Refuses by default.
     *
     * @param options that decided the digest
     * @param digestGradient the shape of the digest
     * @return the shape of the features
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED} if this head learns from frozen
     *     features only
     */
    default Tensor pullback(Features features, Options options, Tensor digestGradient) {
        throw new MetaTransformerException(
                ErrorCode.UNSUPPORTED,
                "head '" + name() + "' learns from frozen features only: train it alone");
    }
}
