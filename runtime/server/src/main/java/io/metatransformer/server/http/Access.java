package io.metatransformer.server.http;

import io.metatransformer.server.config.ApiKey;
import io.metatransformer.server.config.Scope;
import io.metatransformer.server.config.ServerConfig;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lets callers through that hold the scope a route asks for. Without keys, everybody holds all. */
public final class Access {
    private static final String BEARER = "bearer ";

    private final List<ApiKey> keys;

    public Access(ServerConfig.Security security) {
        this.keys = security.keys();
    }

    /**
     * @throws Refusal with {@link ProblemType#UNAUTHENTICATED} or {@link ProblemType#FORBIDDEN}
     */
    void check(HttpServerRequest request, Scope scope) {
        if (keys.isEmpty()) {
            return;
        }
        String secret =
                secret(request)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ProblemType.UNAUTHENTICATED,
                                                "send an API key as 'Authorization: Bearer <key>' or"
                                                        + " 'X-API-Key: <key>'"));
        ApiKey holder = null;
        for (ApiKey key : keys) {
            // All of them, so that the time tells nothing of which one came close.
            holder = key.matches(secret) ? key : holder;
        }
        if (holder == null) {
            throw new Refusal(ProblemType.UNAUTHENTICATED, "this API key is not known here");
        }
        if (!holder.scopes().contains(scope)) {
            throw new Refusal(
                    ProblemType.FORBIDDEN,
                    "this API key lacks the scope '" + scope.name().toLowerCase(Locale.ROOT) + "'");
        }
    }

    private static Optional<String> secret(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(request.getHeader("X-API-Key"));
    }
}
