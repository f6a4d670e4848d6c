package io.metatransformer.server.meter;

import io.metatransformer.core.PipelineListener;
import io.metatransformer.server.http.Exchange;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;

/** The metrics of this process; names and labels are those of the network contract, section 5.9. */
public final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMeters listener = new PipelineMeters(registry);

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            Gauge.builder("mt.native.bytes", pool, BufferPoolMXBean::getMemoryUsed)
                    .tag("kind", pool.getName())
                    .register(registry);
        }
    }

    /** What the runtime is to tell. */
    public PipelineListener listener() {
        return listener;
    }

    /** Follows a number that somebody else keeps. */
    public void follow(String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }

    /**
     * One HTTP request has ended.
     *
     * @param closed whether its caller went away before the answer was out
     */
    public void request(Exchange exchange, int status, boolean closed) {
        request(
                "native",
                exchange.operation().label(),
                exchange.modality(),
                exchange.model(),
                closed ? "closed" : Integer.toString(status),
                Duration.ofNanos(System.nanoTime() - exchange.startNanos()));
    }

    /** One request has ended, whichever door it came in by. */
    public void request(
            String surface,
            String operation,
            String modality,
            String model,
            String status,
            Duration time) {
        registry.counter(
                        "mt.requests",
                        "surface",
                        surface,
                        "operation",
                        operation,
                        "modality",
                        modality,
                        "model",
                        model,
                        "status",
                        status)
                .increment();
        Timer.builder("mt.request")
                .tag("surface", surface)
                .tag("operation", operation)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry)
                .record(time);
    }

    /** A question found no room. */
    public void refused(String reason) {
        registry.counter("mt.queue.refused", "reason", reason).increment();
    }

    /**
     * Everything, in the text format asked for.
     *
     * @param contentType of the answer: Prometheus text or OpenMetrics
     */
    public String scrape(String contentType) {
        return registry.scrape(contentType);
    }

    @Override
    public void close() {
        registry.close();
    }
}
