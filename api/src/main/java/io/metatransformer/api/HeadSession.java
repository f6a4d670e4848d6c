package io.metatransformer.api;

import java.util.Map;

/**
 * Turns features into an answer.
 *
 * <p>One session serves many threads, keeps no state between calls, and gives equal answers to equal
 * features. It may block. It holds weights and native memory until it is closed; closing waits for calls
 * that are under way, and closing twice does nothing.
 *
 * @since 0.1
 */
public interface HeadSession extends AutoCloseable {

    /** Width of the features it reads, D. */
    int width();

    /** The answer, with every option as the model has it. */
    default Prediction predict(Features features) {
        return predict(features, Map.of());
    }

    /**
     * @param features {@code [N, D]}
     * @param requested options for this request alone, such as {@code top_k}
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another width or a layout
     *     that this head cannot read, {@link ErrorCode#BAD_CONFIG} for an option, {@link ErrorCode#CLOSED}
     *     after {@link #close}
     */
    Prediction predict(Features features, Map<String, ?> requested);

    @Override
    void close();
}
