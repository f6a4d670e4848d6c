package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.server.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors of a modality whose plugin comes and goes. */
class DroppedPluginTest {
    private static final String ADDRESS = Addresses.tokenize(DroppedTokenizer.MODALITY);

    @TempDir Path folder;

    /** Whether anybody listens at the address, here and on this node. */
    private static boolean served(Vertx vertx, String address) {
        try {
            vertx.eventBus()
                    .request(
                            address, Buffer.buffer("x"), new DeliveryOptions().setSendTimeout(5000))
                    .await(20, TimeUnit.SECONDS);
            return true;
        } catch (ReplyException e) {
            assertTrue(e.failureType() != ReplyFailure.TIMEOUT, e.getMessage());
            return e.failureType() != ReplyFailure.NO_HANDLERS;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void its_addresses_and_pages_are_there_as_long_as_the_plugin_is() throws Exception {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Path jar = plugins.resolve("dropped.jar");
        Vertx vertx = Vertx.vertx();
        try (MetaTransformer runtime =
                Rig.builder(Files.createDirectories(folder.resolve("models")), new GatedEncoder())
                        .plugins(plugins)
                        .build()) {
            RunningServer server =
                    Server.start(Rig.config(folder), runtime, vertx).await(20, TimeUnit.SECONDS);
            HttpCaller http = new HttpCaller(server.httpPort().orElseThrow());
            Queue<String> events = new ConcurrentLinkedQueue<>();
            vertx.eventBus()
                    .<JsonObject>consumer(
                            Addresses.EVENTS_OF_PLUGINS,
                            event ->
                                    events.add(
                                            event.body().getString("type")
                                                    + " "
                                                    + event.body().getString("id")));
            String here = Addresses.at(ADDRESS, server.node());
            String page = "/api/v1/modalities/" + DroppedTokenizer.MODALITY;
            assertEquals(404, http.get(page).status());
            assertTrue(!served(vertx, ADDRESS) && !served(vertx, here));

            DroppedTokenizer.jar(jar);
            runtime.refresh();

            Awaitility.await().until(() -> served(vertx, ADDRESS) && served(vertx, here));
            assertEquals(200, http.get(page).status());
            assertEquals("enabled", state(http));

            http.post("/api/v1/plugins/dropped/disable", new byte[0]);
            Awaitility.await().until(() -> !served(vertx, ADDRESS) && !served(vertx, here));
            assertEquals(404, http.get(page).status());
            assertEquals("disabled", state(http));

            http.post("/api/v1/plugins/dropped/enable", new byte[0]);
            Awaitility.await().until(() -> served(vertx, ADDRESS));

            Files.delete(jar);
            runtime.refresh();
            Awaitility.await().until(() -> !served(vertx, ADDRESS) && !served(vertx, here));
            assertEquals(404, http.get("/api/v1/plugins/dropped").status());
            Awaitility.await().until(() -> events.contains("removed dropped"));
            assertTrue(
                    events.containsAll(List.of("enabled dropped", "disabled dropped")),
                    events.toString());
            server.close().await(20, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static String state(HttpCaller http) {
        return http.get("/api/v1/plugins/dropped").json().getString("state");
    }
}
