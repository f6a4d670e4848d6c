package io.metatransformer.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Vert.x application of its own, in this JVM, on the bus of a server in another one. */
final class Neighbour implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 120;

    private final Vertx vertx;

    private Neighbour(Vertx vertx) {
        this.vertx = vertx;
    }

    static Neighbour join(String cluster) throws Exception {
        Config hazelcast = ConfigUtil.loadConfig().setClusterName(cluster);
        hazelcast.setProperty("hazelcast.logging.type", "none");
        hazelcast.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        JoinConfig join = hazelcast.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(LOOPBACK);
        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost(LOOPBACK);
        return new Neighbour(
                Vertx.builder()
                        .with(options)
                        .withClusterManager(new HazelcastClusterManager(hazelcast))
                        .buildClustered()
                        .await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Sends a question in JSON. */
    JsonNode ask(String address, String json) throws Exception {
        return send(address, new JsonObject(json), new DeliveryOptions());
    }

    /** Sends a file as it is; what is said of it stands in headers: name, value, name, … */
    JsonNode ask(String address, Path file, String... headers) throws Exception {
        DeliveryOptions options = new DeliveryOptions();
        for (int i = 0; i < headers.length; i += 2) {
            options.addHeader(headers[i], headers[i + 1]);
        }
        return send(address, Buffer.buffer(Files.readAllBytes(file)), options);
    }

    private JsonNode send(String address, Object body, DeliveryOptions options) throws Exception {
        options.setSendTimeout(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        JsonObject answer =
                vertx.eventBus()
                        .<JsonObject>request(address, body, options)
                        .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .body();
        return Values.json(answer.encode());
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
