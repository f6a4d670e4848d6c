package io.metatransformer.api;

import java.util.List;
import java.util.Optional;

/**
 * A head while it learns. Used by one thread at a time. Equal starts, batches and seeds give equal weights
 * on one machine. It holds native memory until it is closed.
 *
 * @since 0.1
 */
public interface HeadTraining extends AutoCloseable {

    /**
     * One step down the gradient of a batch.
     *
     * @param digests of the examples, at least one
     * @param targets as many
     * @param weights as many, at least 0: how much each example counts
     * @param learningRate at least 0
     * @param seed of whatever is drawn in this step
     * @return the loss before the step
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} if the loss leaves the numbers
     */
    float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed);

    /**
     * What a step gave.
     *
     * @param loss before the step
     * @param digestGradients of the loss with respect to each digest, in its shape
     */
    record Step(float loss, List<Tensor> digestGradients) {
        public Step {
            digestGradients = List.copyOf(digestGradients);
        }
    }

    /**
     * As {@link #step}, and how the loss changes with the digests. Refuses by default.
     *
     * @throws MetaTransformerException also with {@link ErrorCode#UNSUPPORTED} if this head learns from frozen
     *     features only
     */
    default Step stepThrough(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        throw new MetaTransformerException(
                ErrorCode.UNSUPPORTED,
                "this head learns from frozen features only: train it alone");
    }

    /**
     * A copy of all that decides the steps to come: weights, memory of earlier steps, how many there were.
     * Nothing by default: an interrupted training of such a head starts over.
     */
    default Optional<Weights> state() {
        return Optional.empty();
    }

    /**
     * Goes on where {@link #state} was taken, of a training that began in the same way.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for the state of another training,
     *     {@link ErrorCode#UNSUPPORTED} if it has none
     */
    default void restore(Weights state) {
        throw new MetaTransformerException(
                ErrorCode.UNSUPPORTED, "this head's training cannot go on where another ended");
    }

    /** What the head would answer with its weights as they are now, as a session of it does. */
    List<Prediction> predict(List<Tensor> digests);

    /** A copy of the weights as they are now: those of {@link Head#weights}. */
    Weights weights();

    @Override
    void close();
}
