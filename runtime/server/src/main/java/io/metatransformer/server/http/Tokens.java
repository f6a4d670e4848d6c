package io.metatransformer.server.http;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.server.config.Scope;
import io.metatransformer.server.config.Security;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** JSON Web Tokens (RFC 7519) of one issuer. Verifying takes part of a millisecond and waits for nobody. */
final class Tokens {
    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final int SKEW_SECONDS = 60;

    private final JWTAuth verifier;

    private Tokens(JWTAuth verifier) {
        this.verifier = verifier;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a key that cannot be read
     */
    static Tokens of(Security.Jwt jwt, Vertx vertx) {
        JWTAuthOptions options =
                new JWTAuthOptions()
                        .setJWTOptions(
                                new JWTOptions()
                                        .setIssuer(jwt.issuer())
                                        .setAudience(jwt.audience())
                                        .setLeeway(SKEW_SECONDS));
        for (Security.VerificationKey key : jwt.keys()) {
            options.addPubSecKey(
                    new PubSecKeyOptions()
                            .setAlgorithm(key.algorithm().word())
                            .setBuffer(pem(key)));
        }
        try {
            return new Tokens(JWTAuth.create(vertx, options));
        } catch (RuntimeException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "security.jwt.keys: each is a public key in PEM that fits its algorithm",
                    e);
        }
    }

    private static String pem(Security.VerificationKey key) {
        try {
            return Files.readString(key.key());
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "security.jwt.keys: " + key.key().getFileName() + " cannot be read",
                    e);
        }
    }

    /** Whether that looks like a token rather than a key. */
    static boolean isToken(String secret) {
        return FORM.matcher(secret).matches();
    }

    /** Whoever bears the token; empty unless it is signed, meant for this server, and valid now. */
    Optional<Caller> bearer(String token) {
        Future<User> verified = verifier.authenticate(new TokenCredentials(token));
        if (!verified.succeeded()) {
            return Optional.empty();
        }
        JsonObject claims = verified.result().attributes().getJsonObject("accessToken");
        boolean ends = claims != null && claims.getValue("exp") instanceof Number;
        return ends
                ? Optional.of(
                        new Caller(
                                "this token",
                                "token:" + claims.getValue("sub", ""),
                                scopes(claims)))
                : Optional.empty();
    }

    private static Set<Scope> scopes(JsonObject claims) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (claims.getValue("scope") instanceof String words) {
            Arrays.stream(Scope.values()).filter(scope -> names(words, scope)).forEach(scopes::add);
        }
        return scopes;
    }

    private static boolean names(String words, Scope scope) {
        return Arrays.asList(words.split(" ")).contains(scope.name().toLowerCase(Locale.ROOT));
    }
}
