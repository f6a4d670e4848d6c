package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.lease.Shared;
import io.metatransformer.core.plugin.Offer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One session, opened when it is first used and again when its plugin has been replaced. The one before is
 * closed when its last user is done; only then is its plugin let go. Thread-safe.
 *
 * @param <S> the service
 * @param <T> its session
 */
final class Slot<S, T> {
    private final Supplier<Offer<S>> offers;
    private final Opening<S, T> opening;
    private Offer<S> offer;
    private Shared<Opened<T>> held;

    /** Opens a session on a service. */
    @FunctionalInterface
    interface Opening<S, T> {
        Closable<T> open(S service, Offer<S> offer);
    }

    /** @param close ends the session and gives back what it read from */
    record Closable<T>(Opened<T> opened, Shared.Closer close) {}

    /** @param offers says which service is installed now, or refuses if none is */
    Slot(Supplier<Offer<S>> offers, Opening<S, T> opening) {
        this.offers = offers;
        this.opening = opening;
    }

    /** A lease on the session, which is opened if need be. */
    synchronized Lease<Opened<T>> lease() {
        while (true) {
            Offer<S> now = offers.get();
            if (held != null && now == offer) {
                Optional<Lease<Opened<T>>> lease = held.lease();
                if (lease.isPresent()) {
                    return lease.get();
                }
            }
            retire();
            Optional<Lease<S>> service = now.lease();
            if (service.isPresent()) { // else the plugin left just now, and the catalogue knows
                held = open(service.get(), now);
                offer = now;
            }
        }
    }

    private Shared<Opened<T>> open(Lease<S> service, Offer<S> now) {
        try {
            Closable<T> session = opening.open(service.get(), now);
            return new Shared<>(
                    session.opened(),
                    () -> {
                        try (service) {
                            session.close().close();
                        }
                    });
        } catch (Throwable e) {
            service.close();
            throw e;
        }
    }

    /** The session if it is open, without opening it. */
    synchronized Optional<Lease<Opened<T>>> peek() {
        return held == null ? Optional.empty() : held.lease();
    }

    /** Lets the session go if its plugin is no longer the installed one. */
    synchronized void refresh() {
        if (held != null && !isCurrent()) {
            retire();
        }
    }

    private boolean isCurrent() {
        try {
            return offers.get() == offer;
        } catch (MetaTransformerException e) {
            return false; // nobody offers it any more
        }
    }

    /** Lets the session go; the next lease opens another. */
    synchronized void retire() {
        if (held != null) {
            held.retire();
            held = null;
            offer = null;
        }
    }
}
