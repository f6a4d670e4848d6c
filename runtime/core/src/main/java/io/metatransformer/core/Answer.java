package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Segment;
import java.util.List;
import java.util.Optional;

/**
 * What became of one item: a value or a refusal, never both.
 *
 * @param index of the item in its request, from 0
 * @param segments one per input, in order: modality, tokens, layout, origin; empty if the item was
 *     refused before it was tokenized
 */
public record Answer<T>(
        int index,
        Optional<T> value,
        Optional<MetaTransformerException> refusal,
        List<Segment> segments,
        Timing timing) {

    public Answer {
        segments = List.copyOf(segments);
        if (value.isPresent() == refusal.isPresent()) {
            throw new IllegalArgumentException("an answer is either a value or a refusal");
        }
    }

    /** Tokens of all its inputs, special ones included. */
    public int tokens() {
        return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
    }

    /** Whether tokens of any input were cut off because the caller allowed it. */
    public boolean truncated() {
        return segments.stream().anyMatch(segment -> segment.origin().truncated());
    }

    /**
     * The value.
     *
     * @throws MetaTransformerException the refusal, told with the item's index
     */
    public T orThrow() {
        return value.orElseThrow(() -> refusal.orElseThrow().at("item " + index));
    }
}
