package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A built graph with its weights in native memory.
 *
 * <p>One network serves many threads, keeps no state between runs, and gives equal numbers for equal inputs
 * of equal shapes. It may block. {@link #close} waits for runs that are under way; closing twice does
 * nothing, and later runs are refused with {@link ErrorCode#CLOSED}.
 */
public final class Network implements AutoCloseable {
    private final String name;
    private final Graph graph;
    private final Session session;
    private final Map<String, Entry> entries;

    private final Lifetime lifetime;

    private Network(String name, Graph graph, Session session, Map<String, Entry> entries) {
        this.name = name;
        this.graph = graph;
        this.session = session;
        this.entries = entries;
        this.lifetime = new Lifetime(name);
    }

    /** As {@link #build(String, Weights, Recipe, Progress)}, telling nobody. */
    public static Network build(String name, Weights weights, Recipe recipe) {
        return build(name, weights, recipe, Progress.NONE);
    }

    /**
     * Builds the graph and copies the weights that it uses, one tensor at a time.
     *
     * @param name for messages
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for a tensor that is missing or does
     *     not fit, {@link ErrorCode#BACKEND_UNAVAILABLE} without TensorFlow's native library; nothing stays
     *     open then
     */
    public static Network build(String name, Weights weights, Recipe recipe, Progress progress) {
        NativeLibrary.require();
        Graph graph = null;
        Session session = null;
        try {
            graph = new Graph();
            Ops tf = Ops.create(graph);
            Parameters parameters = new Parameters(name, tf, weights);
            Wiring wiring = new Wiring(name, tf);
            recipe.build(new Layers(name, tf, parameters), wiring);
            Map<String, Entry> entries = wiring.checked();
            session = new Session(graph, NativeLibrary.session());
            parameters.fill(session, progress);
            Network network = new Network(name, graph, session, entries);
            graph = null;
            session = null;
            return network;
        } catch (TensorFlowException | IllegalArgumentException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name + ": the layers do not fit: " + Failures.firstLine(e),
                    e);
        } catch (OutOfMemoryError e) {
            throw Failures.of(name, e);
        } finally {
            if (session != null) {
                session.close();
            }
            if (graph != null) {
                graph.close();
            }
        }
    }

    /** Runs a network of one input and one output. */
    public Tensor run(Tensor input) {
        Entry entry = entry(Wiring.DEFAULT);
        if (entry.inputs().size() != 1 || entry.outputs().size() != 1) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    name
                            + " has inputs "
                            + entry.inputs().keySet()
                            + " and outputs "
                            + entry.outputs().keySet()
                            + ": name them");
        }
        String only = entry.inputs().keySet().iterator().next();
        return run(Map.of(only, input)).values().iterator().next();
    }

    /** Runs the default entry. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return run(Wiring.DEFAULT, inputs);
    }

    /**
     * @param key of the {@link Entry} to take
     * @param inputs every input of that entry
     * @return every output, by name
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for inputs that are not as
     *     declared, {@link ErrorCode#INSUFFICIENT_RESOURCES} if memory is short, {@link ErrorCode#CLOSED}
     */
    public Map<String, Tensor> run(String key, Map<String, Tensor> inputs) {
        Entry entry = entry(key);
        try {
            return lifetime.during(() -> compute(entry, inputs));
        } catch (TensorFlowException
                | IllegalStateException
                | IllegalArgumentException
                | OutOfMemoryError e) {
            throw Failures.of(name, e);
        }
    }

    private Map<String, Tensor> compute(Entry entry, Map<String, Tensor> inputs) {
        try (Feed feed = Feed.of(name, entry.inputs(), inputs)) {
            Session.Runner runner = session.runner();
            feed.into(runner);
            for (Operand<TFloat32> output : entry.outputs().values()) {
                runner.fetch(output);
            }
            try (Result result = runner.run()) {
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                for (String output : entry.outputs().keySet()) {
                    outputs.put(output, Floats.copy((TFloat32) result.get(outputs.size())));
                }
                return outputs;
            }
        }
    }

    /**
     * Writes the network as a SavedModel with tag {@code serve} and one signature per entry. Not atomic: a
     * failure leaves a part of it behind.
     *
     * @param folder to be created
     */
    public void save(Path folder) {
        lifetime.during(
                () -> {
                    export(folder);
                    return folder;
                });
    }

    private void export(Path folder) {
        SavedModelBundle.Exporter exporter =
                SavedModelBundle.exporter(folder.toString()).withSession(session);
        for (Entry entry : entries.values()) {
            exporter.withSignature(entry.signature());
        }
        try {
            exporter.export();
        } catch (IOException | TensorFlowException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    name + ": the SavedModel could not be written, the disk may be full",
                    e);
        }
    }

    private Entry entry(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    name + " has no entry '" + key + "'; there are " + entries.keySet());
        }
        return entry;
    }

    @Override
    public void close() {
        lifetime.end(
                () -> {
                    session.close();
                    graph.close();
                });
    }
}
