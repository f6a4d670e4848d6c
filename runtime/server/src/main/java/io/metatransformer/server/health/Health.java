package io.metatransformer.server.health;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Looks at the process. Cheap and without waiting: called on event loops. */
public final class Health {
    private static final double HEAP_FULL = 0.98;

    private final MetaTransformer runtime;
    private final Calls calls;
    private final Set<String> required;
    private final int capacity;
    private volatile boolean started;

    /**
     * @param required models that must be ready, beside those that the runtime itself must load
     * @param capacity requests that the server works on at the same time
     */
    public Health(MetaTransformer runtime, Calls calls, List<String> required, int capacity) {
        this.runtime = runtime;
        this.calls = calls;
        this.required = Set.copyOf(required);
        this.capacity = capacity;
    }

    /**
     * One thing that was looked at.
     *
     * @param data facts by name: strings, numbers, booleans
     */
    private record Check(String id, boolean up, TreeMap<String, String> data) {
        static Check of(String id, boolean up) {
            return new Check(id, up, new TreeMap<>());
        }
    }

    /** What was found. */
    public record Report(boolean up, byte[] json) {}

    /** Event loops turn, since one of them asks, and the heap has room after a collection. */
    public Report live() {
        return report(List.of(Check.of("heap", heapHasRoom())));
    }

    /** Every required model has been ready at least once. */
    public Report started() {
        Check models = models();
        started |= models.up();
        return report(List.of(new Check("models", started, models.data())));
    }

    /** Required models are loaded and warmed up, there is room for more work, and nobody shuts down. */
    public Report ready() {
        Check models = models();
        started |= models.up();
        boolean draining = calls.isDraining() || runtime.readiness().draining();
        return report(
                List.of(
                        models,
                        Check.of("queue", calls.inFlight() < capacity),
                        Check.of("accepting", !draining)));
    }

    private Check models() {
        TreeMap<String, String> waiting = new TreeMap<>();
        for (ModelInfo model : runtime.readiness().waiting()) {
            waiting.put(model.name(), model.state().name());
        }
        Set<String> absent = new java.util.TreeSet<>(required);
        for (ModelInfo model : runtime.models()) {
            absent.remove(model.name());
            if (required.contains(model.name()) && model.state() != ModelInfo.State.READY) {
                waiting.put(model.name(), model.state().name());
            }
        }
        absent.forEach(name -> waiting.put(name, "ABSENT"));
        return new Check("models", waiting.isEmpty(), waiting);
    }

    private static boolean heapHasRoom() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage afterCollection = pool.getCollectionUsage();
            if (pool.getType() == MemoryType.HEAP
                    && afterCollection != null
                    && afterCollection.getMax() > 0
                    && afterCollection.getUsed() > HEAP_FULL * afterCollection.getMax()) {
                return false;
            }
        }
        return true;
    }

    private static Report report(List<Check> checks) {
        boolean up = checks.stream().allMatch(Check::up);
        return new Report(
                up,
                Json.bytes(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("status", up ? "UP" : "DOWN");
                            out.writeArrayFieldStart("checks");
                            for (Check check : checks) {
                                write(out, check);
                            }
                            out.writeEndArray();
                            out.writeEndObject();
                        }));
    }

    private static void write(JsonGenerator out, Check check) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", check.id());
        out.writeStringField("status", check.up() ? "UP" : "DOWN");
        out.writeObjectFieldStart("data");
        for (var fact : check.data().entrySet()) {
            out.writeStringField(fact.getKey(), fact.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }
}
