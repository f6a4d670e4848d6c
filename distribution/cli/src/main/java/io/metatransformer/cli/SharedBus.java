package io.metatransformer.cli;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * An event bus that other Vert.x programs of this machine can join. It stays on loopback: between machines a bus
 * needs TLS with certificates of one's own, which is for a program that embeds the server and brings its Vert.x.
 */
final class SharedBus {
    /** The name that programs join by if no other is chosen. */
    static final String DEFAULT_NAME = "metatransformer";

    private static final String LOOPBACK = "127.0.0.1";

    private SharedBus() {}

    /** @param name of the cluster; only programs that give the same one join it */
    static Future<Vertx> join(String name) {
        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost(LOOPBACK);
        return Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(hazelcast(name)))
                .buildClustered();
    }

    private static Config hazelcast(String name) {
        Config config = ConfigUtil.loadConfig().setClusterName(name);
        config.setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false");
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(LOOPBACK);
        return config;
    }
}
