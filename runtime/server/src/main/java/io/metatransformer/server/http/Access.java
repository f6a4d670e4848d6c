package io.metatransformer.server.http;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.server.config.ApiKey;
import io.metatransformer.server.config.Scope;
import io.metatransformer.server.config.Security;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets callers through that hold the scope a route asks for. Without keys, tokens and certificates in the
 * configuration, everybody holds all. What a header says counts before what the connection says.
 */
public final class Access {
    private static final String BEARER = "bearer ";

    private final boolean open;
    private final List<ApiKey> keys;
    private final Optional<Tokens> tokens;
    private final Certificates certificates;

    private Access(Security security, Optional<Tokens> tokens) {
        this.open = !security.asksForCredentials();
        this.keys = security.keys();
        this.tokens = tokens;
        this.certificates = new Certificates(security.certificates());
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a key of tokens that cannot be read
     */
    public static Access of(Security security, Vertx vertx) {
        return new Access(security, security.jwt().map(jwt -> Tokens.of(jwt, vertx)));
    }

    /**
     * @return by what the caller's requests are told from those of others: his name, or where they come from if
     *     everybody is let in
     * @throws Refusal with {@link ProblemType#UNAUTHENTICATED} or {@link ProblemType#FORBIDDEN}
     */
    String check(HttpServerRequest request, Scope scope) {
        if (open) {
            return "address:" + request.remoteAddress().hostAddress();
        }
        Caller caller = caller(request);
        if (!caller.scopes().contains(scope)) {
            throw new Refusal(
                    ProblemType.FORBIDDEN,
                    caller.by()
                            + " lacks the scope '"
                            + scope.name().toLowerCase(Locale.ROOT)
                            + "'");
        }
        return caller.name();
    }

    private Caller caller(HttpServerRequest request) {
        Optional<String> secret = secret(request);
        if (secret.isPresent()) {
            return (tokens.isPresent() && Tokens.isToken(secret.get())
                            ? tokens.get().bearer(secret.get())
                            : holder(secret.get()))
                    .orElseThrow(
                            () ->
                                    new Refusal(
                                            ProblemType.UNAUTHENTICATED,
                                            "this API key or token is not known here, or not valid"
                                                    + " any more"));
        }
        return certificates
                .caller(request.connection().sslSession())
                .orElseThrow(
                        () ->
                                new Refusal(
                                        ProblemType.UNAUTHENTICATED,
                                        "send an API key as 'Authorization: Bearer <key>' or"
                                                + " 'X-API-Key: <key>', or what else this server"
                                                + " knows callers by"));
    }

    private Optional<Caller> holder(String secret) {
        ApiKey holder = null;
        for (ApiKey key : keys) {
            // All of them, so that the time tells nothing of which one came close.
            holder = key.matches(secret) ? key : holder;
        }
        return Optional.ofNullable(holder)
                .map(key -> new Caller("this API key", "key:" + key.name(), key.scopes()));
    }

    private static Optional<String> secret(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(request.getHeader("X-API-Key"));
    }
}
