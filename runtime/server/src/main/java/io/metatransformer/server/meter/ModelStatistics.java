package io.metatransformer.server.meter;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.core.PipelineListener;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each model has done since the server began; told by the runtime. Thread-safe. */
public final class ModelStatistics implements PipelineListener {
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Map<String, Counts> models = new ConcurrentHashMap<>();

    /** What one model has done. Guarded by itself. */
    private static final class Counts {
        private int waiting;
        private long encoded;
        private long refused;
        private long expired;
        private long cancelled;
        private long batches;
        private long tokens;
        private long paddedTokens;
        private long encodeNanos;

        synchronized void add(Batch batch) {
            batches++;
            encoded += batch.items();
            tokens += batch.tokens();
            paddedTokens += batch.paddedTokens();
            encodeNanos += batch.time().toNanos();
        }

        synchronized void write(JsonGenerator out) throws IOException {
            out.writeObjectFieldStart("items");
            out.writeNumberField("waiting", waiting);
            out.writeNumberField("encoded", encoded);
            out.writeNumberField("refused", refused);
            out.writeNumberField("expired", expired);
            out.writeNumberField("cancelled", cancelled);
            out.writeEndObject();
            out.writeNumberField("tokens", tokens);
            out.writeObjectFieldStart("batches");
            out.writeNumberField("count", batches);
            out.writeNumberField("mean_items", mean(encoded, batches));
            out.writeNumberField("mean_encode_ms", mean(encodeNanos / 1e6, batches));
            out.writeNumberField("padding_ratio", mean(paddedTokens - tokens, paddedTokens));
            out.writeEndObject();
        }

        private static double mean(double sum, long count) {
            return count == 0 ? 0 : Math.round(1e3 * sum / count) / 1e3;
        }
    }

    private Counts of(String model) {
        return models.computeIfAbsent(model, name -> new Counts());
    }

    @Override
    public void queued(String model, int items) {
        Counts counts = of(model);
        synchronized (counts) {
            counts.waiting = items;
        }
    }

    @Override
    public void refused(String model, int items) {
        Counts counts = of(model);
        synchronized (counts) {
            counts.refused += items;
        }
    }

    @Override
    public void expired(String model, int items) {
        Counts counts = of(model);
        synchronized (counts) {
            counts.expired += items;
        }
    }

    @Override
    public void cancelled(String model, int items) {
        Counts counts = of(model);
        synchronized (counts) {
            counts.cancelled += items;
        }
    }

    @Override
    public void encoded(Batch batch) {
        of(batch.model()).add(batch);
    }

    @Override
    public void modelRemoved(String name) {
        models.remove(name);
    }

    /** Writes what a model has done, as one object; nothing but zeros if it was never asked. */
    public void write(JsonGenerator out, String model) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", model);
        out.writeStringField("since", since.toString());
        models.getOrDefault(model, new Counts()).write(out);
        out.writeEndObject();
    }
}
