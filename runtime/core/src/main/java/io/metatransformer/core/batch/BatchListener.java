package io.metatransformer.core.batch;

import java.time.Duration;

/**
 * Told what happens in front of an encoder; meters listen here. Calls come from many threads, must not
 * block and must not throw.
 */
public interface BatchListener {

    /** Tells nobody. */
    BatchListener NONE = new BatchListener() {};

    /** Items that wait for their batch: told after each change, in the order of changes. */
    default void queued(String model, int items) {}

    /** Items that found no room. */
    default void refused(String model, int items) {}

    /** Items whose deadline passed before they reached the encoder. */
    default void expired(String model, int items) {}

    /** Items that their caller took back before they reached the encoder. */
    default void cancelled(String model, int items) {}

    default void encoded(Batch batch) {}

    /**
     * One call of the encoder.
     *
     * @param tokens real tokens
     * @param paddedTokens what a padded batch holds: items × the longest
     */
    record Batch(String model, int items, int tokens, int paddedTokens, Duration time) {

        /** The part that is padding, 0 to 1. */
        public double paddingRatio() {
            return 1 - (double) tokens / paddedTokens;
        }
    }
}
