package io.metatransformer.server.rest;

import io.metatransformer.server.http.Precondition;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** Changes to things of one kind: to those that exist, and that are still as their caller has read them. */
final class Changes<T> {
    private final Catalogue<T> things;

    Changes(Catalogue<T> things) {
        this.things = things;
    }

    /**
     * The same change, behind what its request demands. To be called on a worker. Where something is demanded,
     * one change of this kind follows another, so that of two callers that read the same only one succeeds.
     */
    <R> Callable<R> of(RoutingContext context, String name, Callable<R> change) {
        Precondition precondition = Precondition.of(context.request());
        return () -> {
            if (!precondition.isDemanded()) {
                now(name);
                return change.call();
            }
            synchronized (this) {
                T present = now(name);
                precondition.check(Json.bytes(out -> things.writer().write(out, present)));
                return change.call();
            }
        };
    }

    /**
     * The thing as it is now.
     *
     * @throws Refusal if there is none of that name
     */
    T now(String name) {
        return things.find(name);
    }
}
