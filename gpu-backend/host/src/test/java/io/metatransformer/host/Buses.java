package io.metatransformer.host;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;

/** Event buses for tests, whose event loops must not be held up for a second. */
final class Buses {
    private static final long SECONDS = 60;

    private Buses() {}

    static Vertx one() {
        return Vertx.vertx(options());
    }

    /** A node of the cluster {@code name}, on the loopback interface alone. */
    static Vertx node(String name) {
        Config config = new Config().setClusterName(name);
        config.setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "none")
                .setProperty("hazelcast.socket.bind.any", "false");
        JoinConfig join = config.getNetworkConfig().setPublicAddress("127.0.0.1").getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        return await(
                Vertx.builder()
                        .with(
                                options()
                                        .setEventBusOptions(
                                                new EventBusOptions().setHost("127.0.0.1")))
                        .withClusterManager(new HazelcastClusterManager(config))
                        .buildClustered());
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
