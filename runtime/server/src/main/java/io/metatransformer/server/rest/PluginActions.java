package io.metatransformer.server.rest;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.server.http.Documents;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;

/** Switches plugins on and off; running requests end on the sessions they have. */
final class PluginActions {
    private final MetaTransformer runtime;
    private final Changes<PluginInfo> changes;
    private final WorkerExecutor workers;

    PluginActions(MetaTransformer runtime, Catalogue<PluginInfo> plugins, WorkerExecutor workers) {
        this.runtime = runtime;
        this.changes = new Changes<>(plugins);
        this.workers = workers;
    }

    /** A running plugin is loaded anew, so this serves {@code reload} too. */
    void enable(RoutingContext context) {
        act(context, runtime::enablePlugin);
    }

    void disable(RoutingContext context) {
        act(context, runtime::disablePlugin);
    }

    private interface Action {
        PluginInfo run(String id);
    }

    private void act(RoutingContext context, Action action) {
        String id = context.pathParam("id");
        workers.executeBlocking(changes.of(context, id, () -> action.run(id)), false)
                .onFailure(context::fail)
                .onSuccess(now -> Documents.json(context, out -> CatalogueJson.plugin(out, now)));
    }
}
