package io.metatransformer.api;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a head should answer for one example, as training and evaluation are told it. Immutable.
 *
 * @since 0.1
 */
public sealed interface Target {

    /** One class out of several. */
    record Label(String label) implements Target {
        public Label {
            Objects.requireNonNull(label, "label");
        }
    }

    /** Every class that holds, perhaps none; in order of name. */
    record Labels(Set<String> labels) implements Target {
        public Labels {
            labels = Collections.unmodifiableSet(new TreeSet<>(labels));
        }
    }

    /**
     * Numbers in the user's unit.
     *
     * @param values {@code [M]}, or {@code [horizon, channels]}; all finite
     */
    record Numbers(Tensor values) implements Target {
        /**
         * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for NaN or an infinity
         */
        public Numbers {
            for (float value : values.toArray()) {
                if (!Float.isFinite(value)) {
                    throw new MetaTransformerException(
                            ErrorCode.NON_FINITE, "a target must be finite, got " + value);
                }
            }
        }
    }
}
