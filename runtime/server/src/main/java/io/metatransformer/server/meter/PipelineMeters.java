package io.metatransformer.server.meter;

import io.metatransformer.api.Modality;
import io.metatransformer.core.PipelineListener;
import io.metatransformer.core.plugin.PluginInfo;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what happens on the path; told by the runtime, which knows only installed names. */
final class PipelineMeters implements PipelineListener {
    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> queues = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> plugins = new ConcurrentHashMap<>();
    private final DistributionSummary batchItems;
    private final DistributionSummary padding;

    PipelineMeters(MeterRegistry registry) {
        this.registry = registry;
        this.batchItems =
                DistributionSummary.builder("mt.batch.items")
                        .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                        .register(registry);
        this.padding =
                DistributionSummary.builder("mt.batch.padding.ratio")
                        .serviceLevelObjectives(0.01, 0.1, 0.25, 0.5, 0.75)
                        .register(registry);
        registry.counter("mt.expired");
        registry.counter("mt.cancelled");
    }

    @Override
    public void queued(String model, int items) {
        followed("mt.queue.items", "model", queues, model).set(items);
    }

    @Override
    public void refused(String model, int items) {
        registry.counter("mt.queue.refused", "reason", "queue-full").increment(items);
    }

    @Override
    public void expired(String model, int items) {
        registry.counter("mt.expired").increment(items);
    }

    @Override
    public void cancelled(String model, int items) {
        registry.counter("mt.cancelled").increment(items);
    }

    @Override
    public void encoded(Batch batch) {
        batchItems.record(batch.items());
        padding.record(batch.paddingRatio());
    }

    @Override
    public void stage(Stage stage, Duration time) {
        Timer.builder("mt.stage")
                .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry)
                .record(time);
    }

    @Override
    public void tokens(Modality modality, int tokens) {
        registry.counter("mt.tokens", "modality", modality.id()).increment(tokens);
    }

    @Override
    public void plugin(PluginInfo now) {
        int state =
                switch (now.state()) {
                    case ENABLED -> 1;
                    case DISABLED -> 0;
                    case FAILED -> -1;
                };
        followed("mt.plugin.state", "plugin", plugins, now.plugin().id()).set(state);
    }

    @Override
    public void pluginRemoved(PluginInfo last) {
        forget("mt.plugin.state", "plugin", plugins, last.plugin().id());
    }

    @Override
    public void modelRemoved(String name) {
        forget("mt.queue.items", "model", queues, name);
    }

    private AtomicInteger followed(
            String meter, String label, Map<String, AtomicInteger> values, String name) {
        return values.computeIfAbsent(
                name,
                key -> {
                    AtomicInteger value = new AtomicInteger();
                    Gauge.builder(meter, value, AtomicInteger::get)
                            .tag(label, key)
                            .register(registry);
                    return value;
                });
    }

    private void forget(
            String meter, String label, Map<String, AtomicInteger> values, String name) {
        if (values.remove(name) != null) {
            registry.find(meter).tag(label, name).meters().forEach(registry::remove);
        }
    }
}
