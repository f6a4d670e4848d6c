package io.metatransformer.server.rest;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.server.http.Documents;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Loads, warms up and unloads models. Answers at once, or with {@code ?wait=true} when it is done. */
final class ModelActions {
    private final MetaTransformer runtime;
    private final Changes<ModelInfo> changes;
    private final WorkerExecutor workers;

    ModelActions(MetaTransformer runtime, Catalogue<ModelInfo> models, WorkerExecutor workers) {
        this.runtime = runtime;
        this.changes = new Changes<>(models);
        this.workers = workers;
    }

    private interface Action {
        CompletionStage<Void> begin(String name);
    }

    /** Loading warms up as well, so this serves both. */
    void load(RoutingContext context) {
        act(context, runtime::load);
    }

    void unload(RoutingContext context) {
        act(
                context,
                name -> {
                    runtime.unload(name);
                    return CompletableFuture.completedStage(null);
                });
    }

    private void act(RoutingContext context, Action action) {
        String name = context.pathParam("id");
        boolean wait = wait(context);
        workers.executeBlocking(changes.of(context, name, () -> action.begin(name)), false)
                .compose(begun -> wait ? ended(context, begun) : Future.succeededFuture())
                .compose(done -> workers.executeBlocking(() -> changes.now(name), false))
                .onFailure(context::fail)
                .onSuccess(
                        now -> {
                            context.response().setStatusCode(wait ? 200 : 202);
                            Documents.json(context, out -> CatalogueJson.model(out, now));
                        });
    }

    private static Future<Void> ended(RoutingContext context, CompletionStage<Void> begun) {
        return Future.fromCompletionStage(begun, context.vertx().getOrCreateContext());
    }

    private static boolean wait(RoutingContext context) {
        String wait = context.request().getParam("wait", "false");
        if (wait.equals("true") || wait.equals("false")) {
            return wait.equals("true");
        }
        throw new Refusal(ProblemType.INVALID_REQUEST, "wait is true or false");
    }
}
