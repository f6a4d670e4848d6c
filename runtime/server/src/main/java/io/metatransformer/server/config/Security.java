package io.metatransformer.server.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call. Without keys, tokens and certificates every caller may do everything.
 *
 * @param allowAnonymous whether an address that others reach may be bound although nobody has to say who he is
 * @param keys the API keys that are known
 * @param jwt tokens of an issuer that are taken as well
 * @param certificates of clients that are known by them; their authority is one of {@link ServerConfig.Tls#clientAuthorities}
 */
public record Security(
        boolean allowAnonymous,
        List<ApiKey> keys,
        Optional<Jwt> jwt,
        List<ClientCertificate> certificates) {

    public static final Security NONE = new Security(false, List.of(), Optional.empty(), List.of());

    public Security {
        keys = List.copyOf(keys);
        certificates = List.copyOf(certificates);
    }

    /** Whether callers have to say who they are. */
    public boolean asksForCredentials() {
        return !keys.isEmpty() || jwt.isPresent() || !certificates.isEmpty();
    }

    public Security withKeys(List<ApiKey> known) {
        return new Security(allowAnonymous, known, jwt, certificates);
    }

    public Security withAnonymousAllowed() {
        return new Security(true, keys, jwt, certificates);
    }

    public Security withJwt(Jwt tokens) {
        return new Security(allowAnonymous, keys, Optional.of(tokens), certificates);
    }

    public Security withCertificates(List<ClientCertificate> known) {
        return new Security(allowAnonymous, keys, jwt, known);
    }

    /**
     * JSON Web Tokens that say what their bearer may do: their claim {@code scope} holds words of {@link Scope},
     * with blanks between them.
     *
     * @param issuer that their claim {@code iss} must name
     * @param audience of which their claim {@code aud} must name one
     * @param keys with which they may be signed
     */
    public record Jwt(String issuer, List<String> audience, List<VerificationKey> keys) {
        public Jwt {
            audience = List.copyOf(audience);
            keys = List.copyOf(keys);
            if (issuer.isBlank() || audience.isEmpty() || keys.isEmpty()) {
                throw new IllegalArgumentException(
                        "tokens need an issuer, an audience and at least one key");
            }
        }
    }

    /** A public key, as a PEM file, for the one algorithm that it verifies. */
    public record VerificationKey(Algorithm algorithm, Path key) {}

    /** How tokens may be signed: by a private key, never by a secret that the server would have to know. */
    public enum Algorithm {
        @JsonProperty("RS256")
        RS256("RS256"),
        @JsonProperty("ES256")
        ES256("ES256"),
        @JsonProperty("EdDSA")
        EDDSA("EdDSA");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        /** As the header of a token has it. */
        public String word() {
            return word;
        }
    }

    /**
     * @param name the subject of the certificate (RFC 2253), or one of its alternative names: DNS, e-mail, URI
     */
    public record ClientCertificate(String name, Set<Scope> scopes) {
        public ClientCertificate {
            scopes = Set.copyOf(scopes);
        }
    }
}
