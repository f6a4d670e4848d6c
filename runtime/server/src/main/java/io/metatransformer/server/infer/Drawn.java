package io.metatransformer.server.infer;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Input;
import io.metatransformer.core.Item;
import io.metatransformer.drawing.Drawing;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A question about one input, what came of it, and what it can be drawn upon.
 *
 * @param outcome with an answer
 */
public record Drawn(Outcome outcome, Optional<Backdrop> backdrop) {

    /** The answer as a PNG file. May take long; never on an event loop. */
    public byte[] png() {
        boolean untrained = outcome.reply().provenance().usesRandomWeights();
        String name = name(outcome.question().asks().get(0).item());
        return Drawing.png(
                untrained ? "UNTRAINED: " + name : name,
                outcome.reply().answers().get(0).orThrow(),
                backdrop);
    }

    private static String name(Item item) {
        return item instanceof Item.Raw raw
                ? raw.inputs().stream().map(Input::name).collect(Collectors.joining(" + "))
                : "input";
    }
}
