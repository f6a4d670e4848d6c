package io.metatransformer.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One input as far as no learned weight is needed: decoded, resized, cut into windows or groups. Made once and
 * read in every epoch. Immutable.
 *
 * @param segments of the sequence that it becomes, of one modality
 * @param values what the learned layers read, under the tokenizer's own names
 * @since 0.1
 */
public record PreparedInput(List<Segment> segments, Map<String, Tensor> values) {
    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for no segment
     */
    public PreparedInput {
        segments = List.copyOf(segments);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        if (segments.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH, "an input becomes at least one segment");
        }
    }

    /** An input that becomes one segment, as most do. */
    public PreparedInput(Segment segment, Map<String, Tensor> values) {
        this(List.of(segment), values);
    }

    /** The first segment. */
    public Segment segment() {
        return segments.get(0);
    }

    /** Tokens that it becomes. */
    public int length() {
        return segments.get(segments.size() - 1).end();
    }

    /** Size of {@link #values} in bytes. */
    public long bytes() {
        return values.values().stream().mapToLong(each -> 4L * each.elements()).sum();
    }
}
