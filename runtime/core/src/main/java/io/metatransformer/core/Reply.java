package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import java.time.Duration;
import java.util.List;

/**
 * The answers to one {@link Request}, in the order of its items.
 *
 * @param provenance what made the answers
 * @param time from the call to the last answer
 */
public record Reply<T>(List<Answer<T>> answers, Provenance provenance, Duration time) {

    public Reply {
        answers = List.copyOf(answers);
    }

    /** Tokens of all items. */
    public long tokens() {
        return answers.stream().mapToLong(Answer::tokens).sum();
    }

    /** How many items were refused. */
    public int refused() {
        return (int) answers.stream().filter(answer -> answer.refusal().isPresent()).count();
    }

    /**
     * All values.
     *
     * @throws MetaTransformerException the first refusal, told with its item's index
     */
    public List<T> values() {
        return answers.stream().map(Answer::orThrow).toList();
    }
}
