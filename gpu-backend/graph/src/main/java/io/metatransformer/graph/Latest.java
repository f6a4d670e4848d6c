package io.metatransformer.graph;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What answers with the weights as they are now: made when it is asked for, and closed as soon as a step has
 * changed them. Not thread-safe.
 *
 * @param <N> what holds native memory until it is closed
 */
public final class Latest<N> {
    private final Supplier<N> making;
    private final Consumer<N> closing;
    private N made; // null after a step

    public Latest(Supplier<N> making, Consumer<N> closing) {
        this.making = making;
        this.closing = closing;
    }

    /** Stays this one's: it is not to be closed, and not to be kept. */
    public N get() {
        if (made == null) {
            made = making.get();
        }
        return made;
    }

    /** The weights are other ones now, or nobody asks any more. */
    public void forget() {
        if (made != null) {
            N old = made;
            made = null;
            closing.accept(old);
        }
    }
}
