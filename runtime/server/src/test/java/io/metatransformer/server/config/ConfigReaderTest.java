package io.metatransformer.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    @Test
    void tokens_and_certificates_are_read_as_the_page_on_http_shows_them() throws Exception {
        String page = Files.readString(Path.of("../../docs/http.md"));
        String yaml = page.split("```yaml\n")[1].split("```")[0];

        ServerConfig config = ConfigReader.parse(yaml);

        Security.Jwt jwt = config.security().jwt().orElseThrow();
        assertEquals("https://issuer.example", jwt.issuer());
        assertEquals(
                List.of(
                        new Security.VerificationKey(
                                Security.Algorithm.ES256, Path.of("issuer.pub"))),
                jwt.keys());
        assertEquals(
                List.of(new Security.ClientCertificate("robot.example", Set.of(Scope.INFER))),
                config.security().certificates());
        assertEquals(
                Optional.of(Path.of("clients.crt")),
                config.http().tls().orElseThrow().clientAuthorities());
    }

    @Test
    void tokens_need_an_issuer_an_audience_and_a_key() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                ConfigReader.parse(
                                        "security: {jwt: {issuer: i, audience: [], keys: []}}"));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("security.jwt"), refusal.getMessage());
    }

    @Test
    void an_empty_file_changes_nothing() {
        assertEquals(ServerConfig.DEFAULT, ConfigReader.parse(""));
        assertEquals(ServerConfig.DEFAULT, ConfigReader.parse("{}"));
    }

    @Test
    void a_file_changes_what_it_names_and_nothing_else() {
        ServerConfig config =
                ConfigReader.parse(
                        """
                        http:
                          port: 9000
                        limits:
                          body-bytes: 1MiB
                          answer-time: 2s
                        drain: {grace: 0ms}
                        node: left
                        preload: [base]
                        """);

        assertEquals(9000, config.http().port());
        assertEquals("127.0.0.1", config.http().host());
        assertEquals(1 << 20, config.limits().bodyBytes());
        assertEquals(Duration.ofSeconds(2), config.limits().answerTime());
        assertEquals(Limits.DEFAULT.files(), config.limits().files());
        assertEquals(Duration.ZERO, config.drain().grace());
        assertEquals(Optional.of("left"), config.node());
        assertEquals(List.of("base"), config.preload());
    }

    @Test
    void json_is_read_too(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("server.json"), "{\"http\":{\"port\":1}}");

        assertEquals(1, ConfigReader.read(file).http().port());
    }

    @Test
    void a_setting_that_does_not_exist_is_refused_by_name() {
        var refusal = refusal("security: {allow-anonymus: true}");

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("security.allow-anonymus"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("allow-anonymous"), refusal.getMessage());
    }

    @Test
    void a_value_that_makes_no_sense_is_refused_by_name() {
        assertTrue(refusal("limits: {answer-time: 5}").getMessage().contains("limits.answer-time"));
        assertTrue(refusal("limits: {files: many}").getMessage().contains("limits.files"));
        assertTrue(refusal("limits: {body-bytes: 9GiB}").getMessage().contains("body-bytes"));
        assertTrue(
                refusal("security: {keys: [{name: a, salt: zz}]}").getMessage().contains("keys"));
        refusal("just words");
        refusal("a: [");
    }

    @Test
    void a_missing_file_is_named_without_its_folder(@TempDir Path folder) {
        Path file = folder.resolve("absent.yaml");

        var refusal = assertThrows(MetaTransformerException.class, () -> ConfigReader.read(file));

        assertEquals(ErrorCode.IO_ERROR, refusal.code());
        assertTrue(refusal.getMessage().startsWith("absent.yaml"), refusal.getMessage());
    }

    @Test
    void a_key_is_known_by_its_digest_alone() {
        ApiKey.Fresh fresh = ApiKey.create("ci", Set.of(Scope.INFER));
        String yaml =
                "security: {keys: [{name: ci, salt: '%s', sha256: '%s', scopes: [infer]}]}"
                        .formatted(fresh.key().salt(), fresh.key().sha256());

        ApiKey key = ConfigReader.parse(yaml).security().keys().get(0);

        assertEquals(fresh.key(), key);
        assertTrue(key.matches(fresh.secret()));
        assertFalse(key.matches(fresh.secret() + "x"));
        assertFalse(yaml.contains(fresh.secret()));
    }

    private static MetaTransformerException refusal(String text) {
        return assertThrows(MetaTransformerException.class, () -> ConfigReader.parse(text));
    }
}
