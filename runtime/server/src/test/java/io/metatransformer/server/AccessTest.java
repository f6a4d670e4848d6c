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
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.Future;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final ApiKey.Fresh ASKS = ApiKey.create("asks", Set.of(Scope.INFER));
    private static final ApiKey.Fresh READS = ApiKey.create("reads", Set.of(Scope.READ));
    private static final ApiKey.Fresh RULES =
            ApiKey.create("rules", Set.of(Scope.INFER, Scope.READ, Scope.ADMIN));

    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        List<ApiKey> keys = List.of(ASKS.key(), READS.key(), RULES.key());
        rig = Rig.open(folder, config -> config.withSecurity(Security.NONE.withKeys(keys)));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static int embed(String... headers) {
        return rig.http.json("/api/v1/embed", Bodies.question(1), headers).status();
    }

    @Test
    void without_a_known_key_nobody_asks() {
        Answer none = rig.http.json("/api/v1/embed", Bodies.question(1));
        Answer wrong =
                rig.http.json(
                        "/api/v1/embed",
                        Bodies.question(1),
                        "Authorization",
                        "Bearer " + ASKS.secret() + "x");

        for (Answer answer : List.of(none, wrong)) {
            assertEquals(401, answer.status());
            assertEquals("unauthenticated", answer.problem());
            assertEquals("Bearer", answer.header("www-authenticate"));
        }
        assertEquals(401, embed("Authorization", "Basic " + ASKS.secret()));
        assertEquals(401, embed("X-API-Key", ""));
    }

    @Test
    void a_key_arrives_in_either_header() {
        assertEquals(200, embed("Authorization", "Bearer " + ASKS.secret()));
        assertEquals(200, embed("authorization", "bearer  " + ASKS.secret()));
        assertEquals(200, embed("X-API-Key", ASKS.secret()));
    }

    @Test
    void a_key_does_what_its_scopes_say() {
        Answer forbidden = rig.http.get("/api/v1/models", "X-API-Key", ASKS.secret());
        String load = "/api/v1/models/base/load";

        assertEquals(403, embed("X-API-Key", READS.secret()));
        assertEquals(200, rig.http.get("/api/v1/models", "X-API-Key", READS.secret()).status());
        assertEquals(403, forbidden.status());
        assertTrue(forbidden.text().contains("'read'"), forbidden.text());
        assertEquals(403, rig.http.post(load, new byte[0], "X-API-Key", READS.secret()).status());
        assertEquals(202, rig.http.post(load, new byte[0], "X-API-Key", RULES.secret()).status());
    }

    @Test
    void health_is_open_and_metrics_only_on_the_door_for_operators() {
        HttpCaller operators = new HttpCaller(rig.server.managementPort().orElseThrow());

        assertEquals(200, rig.http.get("/health/live").status());
        assertEquals(200, operators.get("/health/live").status());
        assertEquals(401, rig.http.get("/metrics").status());
        assertEquals(200, rig.http.get("/metrics", "X-API-Key", READS.secret()).status());
        assertEquals(200, operators.get("/metrics").status());
        assertEquals(401, operators.get("/api/v1/plugins").status());
        assertEquals(404, operators.get("/api/v1/embed").status());
    }

    private static ServerConfig onEveryAddress() {
        return Rig.config(folder)
                .withHttp(new ServerConfig.Http(true, "0.0.0.0", 0, Optional.empty(), 1));
    }

    @Test
    void an_address_that_others_reach_is_not_bound_without_keys() {
        Future<RunningServer> start = Server.start(onEveryAddress(), rig.runtime, rig.vertx);

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> start.await(10, TimeUnit.SECONDS));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("allow-anonymous"), refusal.getMessage());
    }

    @Test
    void an_address_that_others_reach_is_bound_if_that_is_allowed() throws Exception {
        ServerConfig allowed = onEveryAddress().withSecurity(Security.NONE.withAnonymousAllowed());

        RunningServer server =
                Server.start(allowed, rig.runtime, rig.vertx).await(10, TimeUnit.SECONDS);
        HttpCaller http = new HttpCaller(server.httpPort().orElseThrow());

        assertEquals(200, http.json("/api/v1/embed", Bodies.question(1)).status());
        server.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void a_port_that_is_taken_is_told_and_leaves_nothing_open() {
        int taken = rig.server.httpPort().orElseThrow();
        ServerConfig config =
                Rig.config(folder).withManagement(new ServerConfig.Management(true, taken));

        Future<RunningServer> start = Server.start(config, rig.runtime);

        assertThrows(BindException.class, () -> start.await(20, TimeUnit.SECONDS));
    }
}
