package io.metatransformer.server.rest;

import io.metatransformer.api.Quoted;
import io.metatransformer.server.http.Documents;
import io.metatransformer.server.http.Listing;
import io.metatransformer.server.http.Listing.ItemWriter;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One kind of thing that can be listed and looked at. Plugins are asked for some of it, so it is gathered on a
 * worker.
 *
 * @param all everything of the kind, as it is now
 * @param id unique within the kind, for paging
 * @param name as paths have it; several may share one
 * @param missing the problem of a name that does not exist
 */
record Catalogue<T>(
        Supplier<List<T>> all,
        Function<T, String> id,
        Function<T, String> name,
        ItemWriter<? super T> writer,
        ProblemType missing,
        WorkerExecutor workers) {

    /** {@code GET} of the list. */
    Handler<RoutingContext> list() {
        return context ->
                workers.executeBlocking(all::get, false)
                        .onFailure(context::fail)
                        .onSuccess(items -> respond(context, items));
    }

    private void respond(RoutingContext context, List<T> items) {
        try {
            Listing.send(context, items, id, writer);
        } catch (Refusal e) {
            context.fail(e);
        }
    }

    /** {@code GET} of one, by the {@code {id}} of the path. */
    Handler<RoutingContext> one() {
        return one(writer);
    }

    /** {@code GET} of another document about one. */
    Handler<RoutingContext> one(ItemWriter<? super T> writer) {
        return context -> {
            String wanted = context.pathParam("id");
            workers.executeBlocking(() -> find(wanted), false)
                    .onFailure(context::fail)
                    .onSuccess(item -> Documents.json(context, out -> writer.write(out, item)));
        };
    }

    /**
     * @throws Refusal if there is none of that name
     */
    T find(String wanted) {
        List<T> items = all.get();
        return items.stream()
                .filter(item -> name.apply(item).equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        missing,
                                        "there is no "
                                                + Quoted.of(wanted)
                                                + "; there are "
                                                + names(items)));
    }

    private String names(List<T> items) {
        return items.isEmpty()
                ? "none"
                : String.join(", ", items.stream().map(name).distinct().sorted().toList());
    }
}
