package io.metatransformer.core.fit;

import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Walk} leads. */
interface Learner {

    /**
     * One step down the gradient.
     *
     * @param batch indices into the training part
     * @param weights how much each of them counts
     * @return the loss before it
     */
    double step(List<Integer> batch, float[] weights, double rate, long seed);

    /**
     * How good the answers to the validation part are, with the weights as they are now.
     *
     * @param targets of the validation part
     */
    Evaluation validate(List<Target> targets);

    /** Digests of the validation part, as {@link #validate} answered to them the last time. */
    List<Tensor> validated();

    /** The weights as they are now, by the part that they belong to. */
    Map<String, Weights> weights();

    /** A copy of all that decides the steps to come; nothing if this cannot go on where it stopped. */
    Optional<Weights> state();

    /** Goes on where {@link #state} was taken. */
    void restore(Weights state);
}
