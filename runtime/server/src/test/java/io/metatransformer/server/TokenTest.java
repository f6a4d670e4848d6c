package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.server.HttpCaller.Answer;
import io.metatransformer.server.config.ApiKey;
import io.metatransformer.server.config.Scope;
import io.metatransformer.server.config.Security;
import io.metatransformer.server.config.Security.Algorithm;
import io.metatransformer.server.config.Security.VerificationKey;
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers who show a token of the issuer that the server trusts. */
class TokenTest {
    private static final ApiKey.Fresh KEY = ApiKey.create("asks", Set.of(Scope.INFER));

    @TempDir static Path folder;
    private static Rig rig;

    /** An issuer with one pair of keys for each algorithm. */
    private enum Issuer {
        RS256("RSA", "SHA256withRSA", "RS256"),
        ES256("EC", "SHA256withECDSAinP1363Format", "ES256"),
        EDDSA("Ed25519", "Ed25519", "EdDSA");

        private final String signature;
        private final String word;
        private final KeyPair pair;

        Issuer(String kind, String signature, String word) {
            this.signature = signature;
            this.word = word;
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
                if (!kind.equals("Ed25519")) {
                    generator.initialize(kind.equals("EC") ? 256 : 2048);
                }
                pair = generator.generateKeyPair();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        String pem() {
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
        }

        String token(JsonObject claims) {
            String content = content(word, claims);
            try {
                Signature signing = Signature.getInstance(signature);
                signing.initSign(pair.getPrivate());
                signing.update(content.getBytes(StandardCharsets.US_ASCII));
                return content + "." + url(signing.sign());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String content(String algorithm, JsonObject claims) {
        JsonObject head = new JsonObject().put("alg", algorithm).put("typ", "JWT");
        return url(head.encode().getBytes(StandardCharsets.UTF_8))
                + "."
                + url(claims.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonObject claims() {
        return new JsonObject()
                .put("iss", "https://issuer.test")
                .put("aud", "meta-transformer")
                .put("sub", "somebody")
                .put("exp", now() + 600)
                .put("scope", "openid infer");
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    @BeforeAll
    static void open() throws Exception {
        List<VerificationKey> keys = new ArrayList<>();
        for (Issuer issuer : Issuer.values()) {
            Path file = folder.resolve(issuer.name() + ".pem");
            Files.writeString(file, issuer.pem());
            keys.add(new VerificationKey(Algorithm.valueOf(issuer.name()), file));
        }
        Security.Jwt jwt =
                new Security.Jwt("https://issuer.test", List.of("meta-transformer", "mt"), keys);
        rig =
                Rig.open(
                        folder,
                        config ->
                                config.withSecurity(
                                        Security.NONE.withJwt(jwt).withKeys(List.of(KEY.key()))));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static Answer embed(String token) {
        return rig.http.json(
                "/api/v1/embed", Bodies.question(1), "Authorization", "Bearer " + token);
    }

    @ParameterizedTest
    @EnumSource
    void a_token_of_each_algorithm_opens_what_its_scope_names(Issuer issuer) {
        String token = issuer.token(claims());

        assertEquals(200, embed(token).status());
        Answer lists = rig.http.get("/api/v1/models", "Authorization", "Bearer " + token);
        assertEquals(403, lists.status());
        assertTrue(lists.text().contains("'read'"), lists.text());
        String reads = issuer.token(claims().put("scope", "read"));
        assertEquals(200, rig.http.get("/api/v1/models", "X-API-Key", reads).status());
        assertEquals(403, embed(issuer.token(claims().put("scope", ""))).status());
        assertEquals(403, embed(issuer.token(claims().put("scope", "inference"))).status());
    }

    @Test
    void api_keys_are_taken_beside_tokens() {
        assertEquals(200, embed(KEY.secret()).status());
        assertEquals(401, embed(KEY.secret() + "x").status());
    }

    @ParameterizedTest
    @EnumSource
    void a_token_counts_only_in_its_time_with_a_minute_to_spare(Issuer issuer) {
        assertEquals(200, embed(issuer.token(claims().put("exp", now() - 30))).status());
        assertEquals(401, embed(issuer.token(claims().put("exp", now() - 120))).status());
        assertEquals(200, embed(issuer.token(claims().put("nbf", now() + 30))).status());
        assertEquals(401, embed(issuer.token(claims().put("nbf", now() + 120))).status());
        JsonObject endless = claims();
        endless.remove("exp");
        assertEquals(401, embed(issuer.token(endless)).status());
    }

    @ParameterizedTest
    @EnumSource
    void a_token_counts_only_if_it_is_from_the_issuer_for_this_server(Issuer issuer) {
        assertEquals(401, embed(issuer.token(claims().put("iss", "https://other.test"))).status());
        assertEquals(401, embed(issuer.token(claims().put("aud", "other"))).status());
        assertEquals(
                200,
                embed(issuer.token(claims().put("aud", new JsonArray().add("other").add("mt"))))
                        .status());
        JsonObject nobodys = claims();
        nobodys.remove("iss");
        assertEquals(401, embed(issuer.token(nobodys)).status());
        JsonObject forNobody = claims();
        forNobody.remove("aud");
        assertEquals(401, embed(issuer.token(forNobody)).status());
    }

    @ParameterizedTest
    @EnumSource
    void a_token_that_was_changed_or_signed_by_another_is_not_taken(Issuer issuer) {
        String token = issuer.token(claims());
        String[] parts = token.split("\\.");
        String more =
                url(claims().put("scope", "infer admin").encode().getBytes(StandardCharsets.UTF_8));

        assertEquals(401, embed(parts[0] + "." + more + "." + parts[2]).status());
        assertEquals(401, embed(parts[0] + "." + parts[1] + ".").status());
        assertEquals(401, embed(parts[0] + "." + parts[1] + "." + url(new byte[64])).status());
        assertEquals(401, embed("a.b.c").status());
    }

    @Test
    void a_token_without_signature_is_not_taken() {
        for (String none : List.of("none", "None", "NONE", "")) {
            assertEquals(401, embed(content(none, claims()) + ".").status(), none);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_public_key_is_no_secret(Issuer issuer) throws Exception {
        for (String word : List.of("HS256", "HS384", "HS512")) {
            String content = content(word, claims());
            for (byte[] secret :
                    List.of(
                            issuer.pem().getBytes(StandardCharsets.US_ASCII),
                            issuer.pair.getPublic().getEncoded())) {
                Mac mac = Mac.getInstance("HmacSHA" + word.substring(2));
                mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
                String signature = url(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));

                assertEquals(401, embed(content + "." + signature).status(), word);
            }
        }
    }

    @Test
    void a_key_that_cannot_be_read_keeps_the_server_from_starting() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "nothing");

        for (Path key : List.of(broken, folder.resolve("absent.pem"))) {
            ServerConfig config =
                    Rig.config(folder)
                            .withSecurity(
                                    Security.NONE.withJwt(
                                            new Security.Jwt(
                                                    "i",
                                                    List.of("a"),
                                                    List.of(
                                                            new VerificationKey(
                                                                    Algorithm.RS256, key)))));
            Future<RunningServer> start = Server.start(config, rig.runtime, rig.vertx);

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> start.await(20, TimeUnit.SECONDS));
            assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
            assertTrue(refusal.getMessage().contains("security.jwt.keys"), refusal.getMessage());
        }
    }
}
