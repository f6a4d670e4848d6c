package io.metatransformer.server.http;

import io.metatransformer.server.call.Calls;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
                        Exchange exchange = Exchange.of(context);
                        exchange.operation(endpoint.operation());
                        exchange.trace().name(context.request().method() + " " + endpoint.path());
                        endpoint.scope()
                                .ifPresent(
                                        scope -> {
                                            exchange.client(access.check(context.request(), scope));
                                            calls.refuseWhileDraining();
                                        });
                        endpoint.handler().handle(context);
                    });
        }
        refuseOtherMethods(router, endpoints);
        failures.on(router);
        return router;
    }

    /** Behind all endpoints, so that only what none of them takes arrives here. */
    private static void refuseOtherMethods(Router router, List<Endpoint> endpoints) {
        Map<String, Set<String>> methods = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            Set<String> allowed =
                    methods.computeIfAbsent(endpoint.routerPath(), path -> new TreeSet<>());
            allowed.add(endpoint.method().name());
            if (endpoint.method().equals(HttpMethod.GET)) {
                allowed.add(HttpMethod.HEAD.name());
            }
        }
        methods.forEach(
                (path, allowed) ->
                        router.route(path)
                                .handler(
                                        context -> {
                                            String names = String.join(", ", allowed);
                                            context.response().putHeader("Allow", names);
                                            throw new Refusal(
                                                    ProblemType.METHOD_NOT_ALLOWED,
                                                    "this address takes " + names);
                                        }));
    }
}
