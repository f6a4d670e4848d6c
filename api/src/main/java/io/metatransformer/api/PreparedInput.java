package io.metatransformer.api;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One input as far as no learned weight is needed: decoded, resized, cut into windows or groups. Made once and
 * read in every epoch. Immutable.
 *
 * @param segment of the sequence that it becomes
 * @param values what the learned layers read, under the tokenizer's own names
 * @since 0.1
 */
public record PreparedInput(Segment segment, Map<String, Tensor> values) {
    public PreparedInput {
        Objects.requireNonNull(segment, "segment");
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Size of {@link #values} in bytes. */
    public long bytes() {
        return values.values().stream().mapToLong(each -> 4L * each.elements()).sum();
    }
}
