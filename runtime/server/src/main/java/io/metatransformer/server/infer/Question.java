package io.metatransformer.server.infer;

import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked, on whichever surface.
 *
 * @param model absent for the default one
 * @param head absent for an embedding
 * @param options of the head, for this request alone; a null value unsets an option
 * @param truncate which end of too long an input is cut, if its tokenizer can; absent to refuse it
 * @param spelling of the numbers in the answer
 * @param partial whether items that can be answered are, even if others cannot
 * @param allowRandomWeights whether weights drawn at random may answer
 * @param comparison of the answers; absent if they themselves are wanted
 */
public record Question(
        Optional<String> model,
        Optional<String> head,
        List<Ask> asks,
        Map<String, Object> options,
        Optional<String> truncate,
        Spelling spelling,
        boolean partial,
        boolean allowRandomWeights,
        Optional<Comparison> comparison) {

    public Question {
        asks = List.copyOf(asks);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /**
     * This question with what its path says.
     *
     * @param name model, head or modality
     * @throws Refusal if the question itself says something else
     */
    public Question with(String name, String value) {
        switch (name) {
            case "model" -> {
                agree(name, model, value);
                return of(Optional.of(value), head, asks);
            }
            case "head" -> {
                agree(name, head, value);
                return of(model, Optional.of(value), asks);
            }
            default -> {
                Modality modality = Modality.of(value);
                return of(model, head, asks.stream().map(ask -> ask.as(modality)).toList());
            }
        }
    }

    private Question of(Optional<String> asked, Optional<String> by, List<Ask> items) {
        return new Question(
                asked,
                by,
                items,
                options,
                truncate,
                spelling,
                partial,
                allowRandomWeights,
                comparison);
    }

    /** The same question about other items. */
    Question asking(List<Ask> items) {
        return of(model, head, items);
    }

    private static void agree(String name, Optional<String> own, String value) {
        if (own.isPresent() && !own.get().equals(value)) {
            throw new Refusal(
                    Problem.of(
                                    ProblemType.INVALID_REQUEST,
                                    "the path and the request name different ones")
                            .at("/" + name, -1));
        }
    }

    /** Index of an item in the list of the request that it came in. */
    int index(int item) {
        return comparison.isPresent() && item >= comparison.get().left()
                ? item - comparison.get().left()
                : item;
    }

    /** Whether the request set any option, so that a bad one is its own fault. */
    public boolean setsOptions() {
        return !options.isEmpty()
                || asks.stream().anyMatch(ask -> ask.item() instanceof Item.Raw raw && sets(raw));
    }

    private static boolean sets(Item.Raw raw) {
        return raw.inputs().stream().anyMatch(input -> !input.options().isEmpty());
    }
}
