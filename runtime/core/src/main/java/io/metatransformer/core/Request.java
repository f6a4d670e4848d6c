package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.batch.Cancellation;
import io.metatransformer.core.batch.Deadline;
import io.metatransformer.core.batch.Precedence;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A question: some items, each answered for itself, and on which terms. Immutable; every {@code with…}
 * gives a changed copy.
 *
 * @param items at least one; answers come in this order
 * @param model name of the model; absent for the default one
 * @param options of the head, for this request alone, such as {@code pooling}; a null value unsets an
 *     option. Options of a tokenizer travel with its {@link Input}
 * @param deadline items that are not answered by then are refused with {@link
 *     ErrorCode#DEADLINE_EXCEEDED}
 * @param cancellation takes the request back
 * @param allowRandomWeights whether answers made with weights drawn at random are wanted, beside what the
 *     runtime allows anyhow
 * @param precedence how urgent it is, and whom it is counted to
 * @param maxTokens most tokens that all items may have together
 */
public record Request(
        List<Item> items,
        Optional<String> model,
        Map<String, Object> options,
        Deadline deadline,
        Cancellation cancellation,
        boolean allowRandomWeights,
        Precedence precedence,
        int maxTokens) {

    /** Most items of one request. */
    public static final int MAX_ITEMS = 2048;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#INVALID_REQUEST} for no items, or more than
     *     {@link #MAX_ITEMS}
     */
    public Request {
        items = List.copyOf(items);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(cancellation, "cancellation");
        Objects.requireNonNull(precedence, "precedence");
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "a request has 1 to " + MAX_ITEMS + " items, got " + items.size());
        }
        if (maxTokens < 1) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST, "maxTokens must be at least 1, got " + maxTokens);
        }
    }

    /** These items, to the default model, for as long as it takes. */
    public static Request of(List<? extends Item> items) {
        return new Request(
                List.copyOf(items),
                Optional.empty(),
                Map.of(),
                Deadline.none(),
                new Cancellation(),
                false,
                Precedence.OWN,
                Integer.MAX_VALUE);
    }

    /** As {@link #of(List)}. */
    public static Request of(Item... items) {
        return of(List.of(items));
    }

    /** Each input an item of its own. */
    public static Request of(Input... inputs) {
        return of(Arrays.stream(inputs).map(input -> Item.of(input)).toList());
    }

    /** Another question on the same terms, without options of a head. */
    public Request about(Item item) {
        return new Request(
                List.of(item),
                model,
                Map.of(),
                deadline,
                cancellation,
                allowRandomWeights,
                precedence,
                maxTokens);
    }

    public Request withModel(String name) {
        return new Request(
                items,
                Optional.of(name),
                options,
                deadline,
                cancellation,
                allowRandomWeights,
                precedence,
                maxTokens);
    }

    public Request withOptions(Map<String, ?> requested) {
        return new Request(
                items,
                model,
                new TreeMap<>(requested),
                deadline,
                cancellation,
                allowRandomWeights,
                precedence,
                maxTokens);
    }

    public Request withDeadline(Deadline by) {
        return new Request(
                items, model, options, by, cancellation, allowRandomWeights, precedence, maxTokens);
    }

    public Request withCancellation(Cancellation handle) {
        return new Request(
                items, model, options, deadline, handle, allowRandomWeights, precedence, maxTokens);
    }

    public Request withRandomWeightsAllowed() {
        return new Request(
                items, model, options, deadline, cancellation, true, precedence, maxTokens);
    }

    public Request withMaxTokens(int tokens) {
        return new Request(
                items,
                model,
                options,
                deadline,
                cancellation,
                allowRandomWeights,
                precedence,
                tokens);
    }

    public Request withPrecedence(Precedence chosen) {
        return new Request(
                items,
                model,
                options,
                deadline,
                cancellation,
                allowRandomWeights,
                chosen,
                maxTokens);
    }
}
