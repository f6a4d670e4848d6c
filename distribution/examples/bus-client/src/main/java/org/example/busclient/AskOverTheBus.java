package org.example.busclient;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * A Vert.x application of its own that sends a picture to a server, over the bus that both have
 * joined.
 */
public final class AskOverTheBus {

    /** Takes a picture. */
    public static void main(String[] arguments) {
        Vertx vertx = join("metatransformer");
        try {
            Buffer picture = vertx.fileSystem().readFileBlocking(arguments[0]);
            DeliveryOptions question =
                    new DeliveryOptions()
                            .addHeader("mt-modality", "image")
                            .addHeader("mt-deadline-ms", "20000");

            JsonObject answer =
                    vertx.eventBus()
                            .<JsonObject>request("mt.v1.embed", picture, question)
                            .await()
                            .body();

            JsonObject first = answer.getJsonArray("data").getJsonObject(0);
            System.out.printf(
                    "%d tokens, %d values, the first is %s%n",
                    first.getInteger("tokens"),
                    first.getJsonArray("embedding").size(),
                    first.getJsonArray("embedding").getValue(0));
        } finally {
            vertx.close().await();
        }
    }

    private static Vertx join(String cluster) {
        Config hazelcast = ConfigUtil.loadConfig().setClusterName(cluster);
        hazelcast.setProperty("hazelcast.logging.type", "none");
        hazelcast.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = hazelcast.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");

        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost("127.0.0.1");
        return Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered()
                .await();
    }
}
