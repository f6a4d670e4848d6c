package io.metatransformer.api;

import java.util.List;

/**
 * Offers to run the shared encoder. Found by {@link java.util.ServiceLoader}. Stateless and cheap, like
 * every service here: native code is loaded by {@link #open}.
 *
 * @since 0.1
 */
public interface Encoder {

    /** Such as {@code tensorflow} (in this process) or {@code event-bus} (on a host elsewhere). */
    String name();

    /** Every option that the model or the process may set. */
    List<Option> options();

    /**
     * Opens a session on the encoder part of a model: a folder that holds a SavedModel.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_MODEL} for a folder that is not such a
     *     model, {@link ErrorCode#BACKEND_UNAVAILABLE} if native code or a remote host is missing; nothing
     *     stays open then
     */
    EncoderSession open(ModelPart part);
}
