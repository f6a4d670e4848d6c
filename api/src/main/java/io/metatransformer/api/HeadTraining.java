package io.metatransformer.api;

import java.util.List;

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

    /** What the head would answer with its weights as they are now, as a session of it does. */
    List<Prediction> predict(List<Tensor> digests);

    /** A copy of the weights as they are now: those of {@link Head#weights}. */
    Weights weights();

    @Override
    void close();
}
