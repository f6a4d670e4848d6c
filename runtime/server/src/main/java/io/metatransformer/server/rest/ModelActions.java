package io.metatransformer.server.rest;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.server.http.Documents;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;

/** Loads, warms up and unloads models. Answers at once, or with {@code ?wait=true} when it is done. */
final class ModelActions {
    private final MetaTransformer runtime;
    private final Catalogue<ModelInfo> models;
    private final WorkerExecutor workers;

    ModelActions(MetaTransformer runtime, Catalogue<ModelInfo> models, WorkerExecutor workers) {
        this.runtime = runtime;
        this.models = models;
        this.workers = workers;
    }

    /** Loading warms up as well, so this serves both. */
    void load(RoutingContext context) {
        String name = context.pathParam("id");
        boolean wait = wait(context);
        Future<CompletionStage<Void>> begun =
                workers.executeBlocking(
                        () -> {
                            models.find(name);
                            return runtime.load(name);
                        },
                        false);
        begun.compose(
                        loading ->
                                wait
                                        ? Future.fromCompletionStage(
                                                loading, context.vertx().getOrCreateContext())
                                        : Future.succeededFuture())
                .onFailure(context::fail)
                .onSuccess(done -> answer(context, name, wait));
    }

    void unload(RoutingContext context) {
        String name = context.pathParam("id");
        boolean wait = wait(context);
        workers.executeBlocking(
                        () -> {
                            models.find(name);
                            runtime.unload(name);
                            return null;
                        },
                        false)
                .onFailure(context::fail)
                .onSuccess(done -> answer(context, name, wait));
    }

    private void answer(RoutingContext context, String name, boolean wait) {
        try {
            ModelInfo now = models.find(name);
            context.response().setStatusCode(wait ? 200 : 202);
            Documents.json(context, out -> CatalogueJson.model(out, now));
        } catch (Refusal e) {
            context.fail(e);
        }
    }

    private static boolean wait(RoutingContext context) {
        String wait = context.request().getParam("wait", "false");
        if (wait.equals("true") || wait.equals("false")) {
            return wait.equals("true");
        }
        throw new Refusal(ProblemType.INVALID_REQUEST, "wait is true or false");
    }
}
