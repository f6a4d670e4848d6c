package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.server.config.ApiKey;
import io.metatransformer.server.config.Scope;
import io.metatransformer.server.config.Security;
import io.metatransformer.server.config.Security.ClientCertificate;
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doors over TLS: which protocol is spoken, and who is known by a certificate. */
class TlsTest {
    private static final ApiKey.Fresh KEY = ApiKey.create("reads", Set.of(Scope.READ));

    @TempDir static Path folder;
    private static Rig rig;
    private static RunningServer server;
    private static Identity host;
    private static Identity robot;
    private static Identity ruler;
    private static Identity nobody;
    private static Identity stranger;

    @BeforeAll
    static void open() throws Exception {
        rig = Rig.open(folder);
        host = Identity.make(folder, "host", "host", "ip:127.0.0.1");
        robot = Identity.make(folder, "robot", "robot", "dns:robot.test");
        ruler = Identity.make(folder, "ruler", "ruler", "email:ruler@test");
        nobody = Identity.make(folder, "nobody", "nobody", "dns:nobody.test");
        stranger = Identity.make(folder, "stranger", "robot", "dns:robot.test");
        Path authorities = folder.resolve("authorities.pem");
        Files.writeString(
                authorities,
                Files.readString(robot.certificate())
                        + Files.readString(ruler.certificate())
                        + Files.readString(nobody.certificate()));
        ServerConfig config = Rig.config(folder);
        server =
                Server.start(
                                config.withHttp(
                                                new ServerConfig.Http(
                                                        true,
                                                        "127.0.0.1",
                                                        0,
                                                        Optional.of(
                                                                new ServerConfig.Tls(
                                                                        host.certificate(),
                                                                        host.key(),
                                                                        Optional.of(authorities))),
                                                        1))
                                        .withSecurity(
                                                Security.NONE
                                                        .withKeys(List.of(KEY.key()))
                                                        .withCertificates(
                                                                List.of(
                                                                        new ClientCertificate(
                                                                                "robot.test",
                                                                                Set.of(
                                                                                        Scope
                                                                                                .INFER)),
                                                                        new ClientCertificate(
                                                                                "O=Test, CN=other",
                                                                                Set.of(
                                                                                        Scope
                                                                                                .ADMIN)),
                                                                        new ClientCertificate(
                                                                                "cn=ruler, o=Test",
                                                                                Set.of(
                                                                                        Scope.READ,
                                                                                        Scope
                                                                                                .ADMIN))))),
                                rig.runtime,
                                rig.vertx)
                        .await(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        server.close().await(20, TimeUnit.SECONDS);
        rig.close();
    }

    private static HttpClient client(SSLContext context, Version version) {
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + server.httpPort().orElseThrow() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpRequest embed() {
        return request("/api/v1/embed")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Bodies.question(1)))
                .build();
    }

    private static int status(SSLContext context, HttpRequest request) throws Exception {
        return client(context, Version.HTTP_2).send(request, BodyHandlers.ofString()).statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void client_and_server_agree_on_a_protocol(Version version) throws Exception {
        HttpClient client = client(host.trustedBy(robot), version);

        HttpResponse<String> answer = client.send(embed(), BodyHandlers.ofString());

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(version, answer.version());
        assertEquals(
                "[1.0,2.0,3.0,4.0]",
                new JsonObject(answer.body())
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getJsonArray("embedding")
                        .encode());
    }

    @Test
    void a_certificate_opens_what_is_written_of_its_name() throws Exception {
        HttpRequest lists = request("/api/v1/models").build();
        HttpRequest load =
                request("/api/v1/models/base/load").POST(BodyPublishers.noBody()).build();

        assertEquals(200, status(host.trustedBy(robot), embed()));
        assertEquals(403, status(host.trustedBy(robot), lists));
        assertEquals(403, status(host.trustedBy(ruler), embed()));
        assertEquals(200, status(host.trustedBy(ruler), lists));
        assertEquals(202, status(host.trustedBy(ruler), load));
        assertEquals(401, status(host.trustedBy(nobody), embed()));
    }

    @Test
    void who_shows_none_is_known_by_a_key_or_not_at_all() throws Exception {
        HttpRequest.Builder lists = request("/api/v1/models");

        assertEquals(401, status(host.trustedBy(), lists.build()));
        assertEquals(200, status(host.trustedBy(), request("/health/live").build()));
        assertEquals(
                200, status(host.trustedBy(), lists.header("X-API-Key", KEY.secret()).build()));
    }

    @Test
    void a_key_that_is_shown_counts_before_the_certificate() throws Exception {
        HttpRequest known = request("/api/v1/models").header("X-API-Key", KEY.secret()).build();
        HttpRequest unknown = request("/api/v1/models").header("X-API-Key", "other").build();

        assertEquals(200, status(host.trustedBy(robot), known));
        assertEquals(401, status(host.trustedBy(ruler), unknown));
    }

    @Test
    void a_name_that_no_authority_vouches_for_is_worth_nothing() {
        assertThrows(IOException.class, () -> status(host.trustedBy(stranger), embed()));
    }

    @Test
    void clear_text_is_not_answered() {
        try (RawConnection connection = new RawConnection(server.httpPort().orElseThrow())) {
            String heard = connection.say("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").hearAll();

            assertFalse(heard.contains("200"), heard);
        }
    }
}
