package io.metatransformer.core.batch;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets a caller take a request back, from any thread: what waits is dropped, what already runs in the
 * encoder ends unheard. Cancelling twice, or too late, does nothing.
 */
public final class Cancellation {
    private final Set<Runnable> actions = new LinkedHashSet<>();
    private boolean cancelled;

    public void cancel() {
        Set<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = new LinkedHashSet<>(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs {@code action} when {@link #cancel} is called; at once if it has been.
     *
     * @return forgets the action again, so that a long-lived cancellation holds on to nothing
     */
    public Runnable onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void forget(Runnable action) {
        actions.remove(action);
    }
}
