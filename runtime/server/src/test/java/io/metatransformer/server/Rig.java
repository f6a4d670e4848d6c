package io.metatransformer.server;

import io.metatransformer.api.Modality;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.MetaTransformerBuilder;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A served runtime of doubles on loopback: model {@code base} of width 4 reads {@code numbers} ({@code x·(1 2 3
 * 4)}) and {@code other} ({@code x·(4 3 2 1)}). Closing it fails if an event loop was ever blocked for a second.
 */
final class Rig implements AutoCloseable {
    static final Modality NUMBERS = Modality.of("numbers");
    static final Modality OTHER = Modality.of("other");
    static final int WIDTH = 4;
    private static final String DIGEST = "0".repeat(64);

    final Path folder;
    final GatedEncoder encoder = new GatedEncoder();
    final Vertx vertx;
    final MetaTransformer runtime;
    final RunningServer server;
    final HttpCaller http;
    private final ConcurrentLinkedQueue<String> blocked = new ConcurrentLinkedQueue<>();

    private Rig(Path folder, UnaryOperator<ServerConfig> change, BatchSettings batches) {
        this.folder = folder;
        write(folder.resolve("models"), "base");
        this.runtime = builder(folder.resolve("models")).batches(batches).build();
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setBlockedThreadCheckInterval(100)
                                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                                .setMaxEventLoopExecuteTime(1)
                                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::blocked);
        try {
            this.server =
                    Server.start(change.apply(config(folder)), runtime, vertx)
                            .await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        this.http = new HttpCaller(server.httpPort().orElse(0));
    }

    /** One that could run but gets no processor is not blocked, unless it goes on and on. */
    private void blocked(BlockedThreadEvent event) {
        Thread thread = event.thread();
        boolean starved =
                thread.getState() == Thread.State.RUNNABLE
                        && event.duration() < TimeUnit.SECONDS.toNanos(5);
        if (!starved) {
            blocked.add(thread.getName() + " at " + List.of(thread.getStackTrace()));
        }
    }

    static Rig open(Path folder) {
        return open(folder, config -> config);
    }

    static Rig open(Path folder, UnaryOperator<ServerConfig> change) {
        return new Rig(folder, change, BatchSettings.DEFAULT);
    }

    static Rig open(Path folder, UnaryOperator<ServerConfig> change, BatchSettings batches) {
        return new Rig(folder, change, batches);
    }

    static ServerConfig config(Path folder) {
        return ServerConfig.DEFAULT
                .withHttp(new ServerConfig.Http(true, "127.0.0.1", 0, Optional.empty(), 2))
                .withManagement(new ServerConfig.Management(true, 0))
                .withDrain(new ServerConfig.Drain(Duration.ZERO, Duration.ofSeconds(10)))
                .withUploads(folder.resolve("uploads"));
    }

    /** Changes some limits of the default ones. */
    static ServerConfig limited(ServerConfig config, UnaryOperator<Map<String, Object>> change) {
        return config.withLimits(LimitsWith.changed(Limits.DEFAULT, change));
    }

    static MetaTransformerBuilder builder(Path models, GatedEncoder encoder) {
        return MetaTransformer.builder()
                .models(models)
                .watch(false)
                .with(encoder)
                .with(new KnownNumbers(NUMBERS))
                .with(new KnownNumbers(OTHER))
                .with(TestHeads.embedding())
                .with(TestHeads.channels());
    }

    private MetaTransformerBuilder builder(Path models) {
        return builder(models, encoder);
    }

    private static void write(Path models, String name) {
        try (MetaTransformer writing = builder(models, new GatedEncoder()).build()) {
            WeightOrigin origin = new WeightOrigin.Imported("whole.pth", DIGEST);
            Weights rest =
                    Weights.of(
                            Map.of(
                                    "numbers.proj.weight",
                                    Tensor.of(new float[] {1, 2, 3, 4}, WIDTH),
                                    "other.proj.weight",
                                    Tensor.of(new float[] {4, 3, 2, 1}, WIDTH)));
            EncoderShape shape =
                    new EncoderShape(
                            WIDTH,
                            1,
                            1,
                            16,
                            1e-5,
                            "gelu",
                            true,
                            false,
                            OptionalDouble.empty(),
                            OptionalDouble.empty());
            writing.write(
                    new ModelDraft(name, shape, exported(models), Map.of("0.norm1.weight", origin))
                            .rest(rest, origin),
                    Progress.NONE);
        }
    }

    /** A folder that looks like an exported encoder; the double does not read it. */
    private static Path exported(Path beside) {
        try {
            Files.createDirectories(beside);
            Path folder = Files.createTempDirectory(beside, ".exported");
            Files.writeString(folder.resolve("saved_model.pb"), "graph");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of bodies that the server holds. */
    double memoryHeld() {
        String held = "mt_body_bytes_held ";
        return metrics()
                .lines()
                .filter(line -> line.startsWith(held))
                .mapToDouble(line -> Double.parseDouble(line.substring(held.length())))
                .sum();
    }

    /** What operators see. */
    String metrics() {
        return new HttpCaller(server.managementPort().orElseThrow()).get("/metrics").text();
    }

    /** Folders that uploads have left; each holds the files of one request. */
    List<Path> uploads() {
        Path uploads = folder.resolve("uploads");
        if (!Files.exists(uploads)) {
            return List.of();
        }
        try (var all = Files.list(uploads)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            encoder.open();
            server.close().await(20, TimeUnit.SECONDS);
            runtime.close();
            vertx.close().await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        if (!blocked.isEmpty()) {
            throw new AssertionError("blocked: " + blocked);
        }
    }
}
