package io.metatransformer.server.http;

import io.metatransformer.server.call.Calls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;

/** Makes routers of endpoints: who comes first, what is checked before a handler sees a request. */
public final class Routers {
    private final Vertx vertx;
    private final Front front;
    private final Access access;
    private final Calls calls;
    private final Failures failures;

    public Routers(Vertx vertx, Front front, Access access, Calls calls, Failures failures) {
        this.vertx = vertx;
        this.front = front;
        this.access = access;
        this.calls = calls;
        this.failures = failures;
    }

    public Router of(List<Endpoint> endpoints) {
        Router router = Router.router(vertx);
        router.route().handler(front);
        for (Endpoint endpoint : endpoints) {
            Route route = router.route(endpoint.method(), endpoint.routerPath());
            if (endpoint.method().equals(HttpMethod.GET)) {
                route.method(HttpMethod.HEAD);
            }
            route.handler(
                    context -> {
                        Exchange.of(context).operation(endpoint.operation());
                        endpoint.scope()
                                .ifPresent(
                                        scope -> {
                                            access.check(context.request(), scope);
                                            calls.refuseWhileDraining();
                                        });
                        endpoint.handler().handle(context);
                    });
        }
        failures.on(router);
        return router;
    }
}
