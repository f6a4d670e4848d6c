package io.metatransformer.api;

import java.util.List;

/**
 * Offers to answer one task. Found by {@link java.util.ServiceLoader}. Stateless and cheap, like every
 * service here.
 *
 * @since 0.1
 */
public interface Head {

    /** Such as {@code embedding} or {@code classification}; two installed heads of one name collide. */
    String name();

    /** Every option that a part's {@code config.json} or a request may set. */
    List<Option> options();

    /**
     * The tensors that a session reads, given its options.
     *
     * @param width the encoder's width, D
     */
    List<WeightSpec> weights(Options options, int width);

    /**
     * The tensors of a checkpoint that belong to this head, under its own names. Nothing recognised is
     * {@link Weights#none}.
     *
     * @param checkpoint names as the file has them, outer wrappers and {@code module.} removed
     */
    default Weights adopt(Weights checkpoint) {
        return Weights.none();
    }

    /**
     * Opens a session on a head of a model.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for options, {@link
     *     ErrorCode#BAD_WEIGHTS} for weights that do not fit; nothing stays open then
     */
    HeadSession open(ModelPart part);
}
