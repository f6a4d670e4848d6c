package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Layers that learn: a graph with a loss, its gradients and an {@link Optimiser}. For equal weights,
 * batches and seeds, each step is the same on one machine.
 *
 * <p>A step is one run: every gradient is there before the first weight moves. Not thread-safe; {@link
 * #close} frees the native memory.
 */
public final class Training implements AutoCloseable {

    /** Output of the recipe that is made small: one number. */
    public static final String LOSS = "loss";

    private final String name;
    private final Graph graph;
    private final Session session;
    private final Parameters parameters;
    private final Weights initial;
    private final Map<String, Entry> entries;
    private final Entry entry;
    private final Learning learning;
    private final Updates updates;
    private final List<String> wanted;
    private final Map<String, Operand<TFloat32>> inputGradients;
    private final Lifetime lifetime;
    private int steps;

    /**
     * What a step gave.
     *
     * @param loss of the batch before the step
     * @param gradientNorm of all trained tensors together, before it was limited
     * @param inputGradients of the loss with respect to the inputs that were asked for
     */
    public record Step(float loss, float gradientNorm, Map<String, Tensor> inputGradients) {}

    private Training(
            String name,
            Graph graph,
            Session session,
            Parameters parameters,
            Weights initial,
            Map<String, Entry> entries,
            Learning learning,
            Updates updates,
            Map<String, Operand<TFloat32>> inputGradients) {
        this.name = name;
        this.graph = graph;
        this.session = session;
        this.parameters = parameters;
        this.initial = initial;
        this.entries = entries;
        this.entry = entries.get(Wiring.DEFAULT);
        this.learning = learning;
        this.updates = updates;
        this.wanted = List.copyOf(inputGradients.keySet());
        this.inputGradients = inputGradients;
        this.lifetime = new Lifetime(name);
    }

    /**
     * Builds the graph.
     *
     * @param initial where training starts; tensors that no layer reads are kept as they are
     * @param trained by name; the rest is frozen. Running statistics of batch norms follow the batches
     * @param recipe declares the inputs of the default entry, and {@link #LOSS} as its output; {@link #run} takes others
     * @param inputGradients inputs for which {@link #step} is to give the gradient
     * @throws MetaTransformerException as {@link Network#build}; {@link ErrorCode#PLUGIN_ERROR} if nothing is
     *     trained or the loss does not depend on it
     */
    public static Training build(
            String name,
            Weights initial,
            Predicate<String> trained,
            Optimiser optimiser,
            Recipe recipe,
            List<String> inputGradients) {
        NativeLibrary.require();
        Graph graph = null;
        Session session = null;
        try {
            graph = new Graph();
            Ops tf = Ops.create(graph);
            Parameters parameters = new Parameters(name, tf, initial);
            Learning learning = new Learning(tf);
            Wiring wiring = new Wiring(name, tf);
            recipe.build(new Layers(name, tf, parameters, learning), wiring);
            Map<String, Entry> entries = wiring.checked();
            Entry entry = entries.get(Wiring.DEFAULT);
            List<String> names =
                    parameters.used().stream()
                            .filter(each -> !each.contains(Learning.RUNNING))
                            .filter(trained)
                            .toList();
            Operand<TFloat32> loss = loss(name, entry);
            List<Operand<?>> sources = new ArrayList<>();
            names.forEach(each -> sources.add(parameters.value(each)));
            inputGradients.forEach(each -> sources.add(entry.inputs().get(each)));
            List<Operand<TFloat32>> gradients = gradients(name, tf, loss, sources);
            Map<String, Operand<TFloat32>> ofInputs = new LinkedHashMap<>();
            for (int i = 0; i < inputGradients.size(); i++) {
                ofInputs.put(inputGradients.get(i), gradients.get(names.size() + i));
            }
            Updates updates =
                    Updates.build(
                            tf, optimiser, parameters, names, gradients, loss, learning.updates());
            session = new Session(graph, NativeLibrary.session());
            parameters.fill(session, Progress.NONE);
            updates.reset(session);
            Training training =
                    new Training(
                            name,
                            graph,
                            session,
                            parameters,
                            initial,
                            entries,
                            learning,
                            updates,
                            ofInputs);
            graph = null;
            session = null;
            return training;
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

    private static Operand<TFloat32> loss(String name, Entry entry) {
        Operand<TFloat32> loss = entry == null ? null : entry.outputs().get(LOSS);
        if (loss == null) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    name + ": the recipe declares no output '" + LOSS + "'");
        }
        return loss;
    }

    private static List<Operand<TFloat32>> gradients(
            String name, Ops tf, Operand<TFloat32> loss, List<Operand<?>> sources) {
        if (sources.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR, name + ": there is nothing to train");
        }
        var found = tf.gradients(List.of(loss), sources);
        List<Operand<TFloat32>> gradients = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            gradients.add(found.dy(i));
        }
        return gradients;
    }

    /**
     * One step down the gradient of a batch.
     *
     * @param inputs every input of the recipe
     * @param learningRate η, at least 0
     * @param seed of the dropouts of this step
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH}, {@link
     *     ErrorCode#INSUFFICIENT_RESOURCES}, {@link ErrorCode#CLOSED} as {@link Network#run}; {@link
     *     ErrorCode#NON_FINITE} if the loss or a gradient is no number: the weights are lost then
     */
    public Step step(Map<String, Tensor> inputs, double learningRate, long seed) {
        return step(inputs, learningRate, seed, wanted);
    }

    /**
     * As above, where only some of the gradients that were asked for are read back: they are as large as the
     * inputs.
     *
     * @param needed of the input gradients of {@link #build}
     */
    public Step step(
            Map<String, Tensor> inputs, double learningRate, long seed, List<String> needed) {
        try {
            return lifetime.during(() -> run(inputs, learningRate, seed, needed));
        } catch (TensorFlowException
                | IllegalStateException
                | IllegalArgumentException
                | OutOfMemoryError e) {
            throw Failures.of(name, e);
        }
    }

    private Step run(
            Map<String, Tensor> inputs, double learningRate, long seed, List<String> needed) {
        try (Feed feed = Feed.of(name, entry.inputs(), inputs);
                TInt32 seeds = seeds(seed);
                TFloat32 scalars = updates.scalars(++steps, learningRate)) {
            Session.Runner runner = session.runner();
            feed.into(runner);
            runner.feed(learning.seed(), seeds).feed(updates.input(), scalars);
            updates.ops().forEach(runner::addTarget);
            runner.fetch(entry.outputs().get(LOSS)).fetch(updates.norm());
            needed.forEach(each -> runner.fetch(inputGradients.get(each)));
            try (Result result = runner.run()) {
                float loss = Floats.copy((TFloat32) result.get(0)).data().get(0);
                float norm = Floats.copy((TFloat32) result.get(1)).data().get(0);
                if (!Float.isFinite(loss) || !Float.isFinite(norm)) {
                    throw new MetaTransformerException(
                            ErrorCode.NON_FINITE,
                            name
                                    + ": step "
                                    + steps
                                    + " gave a loss of "
                                    + loss
                                    + " and a gradient of norm "
                                    + norm
                                    + "; a smaller learning rate or a limit of the norm may help");
                }
                Map<String, Tensor> ofInputs = new LinkedHashMap<>();
                for (String each : needed) {
                    ofInputs.put(each, Floats.copy((TFloat32) result.get(2 + ofInputs.size())));
                }
                return new Step(loss, norm, ofInputs);
            }
        }
    }

    /**
     * What layers that learn make of a batch, with no step: dropouts are drawn, and batch norms go by the batch.
     *
     * @param key of an entry beside the default one
     * @param inputs every input of that entry
     * @param seed of the dropouts: those of a step with the same one
     * @throws MetaTransformerException as {@link Network#run}
     */
    public Map<String, Tensor> run(String key, Map<String, Tensor> inputs, long seed) {
        try {
            return lifetime.during(() -> compute(entries.get(key), inputs, seed));
        } catch (TensorFlowException
                | IllegalStateException
                | IllegalArgumentException
                | OutOfMemoryError e) {
            throw Failures.of(name, e);
        }
    }

    private Map<String, Tensor> compute(Entry asked, Map<String, Tensor> inputs, long seed) {
        try (Feed feed = Feed.of(name, asked.inputs(), inputs);
                TInt32 seeds = seeds(seed)) {
            Session.Runner runner = session.runner();
            feed.into(runner);
            runner.feed(learning.seed(), seeds);
            asked.outputs().values().forEach(runner::fetch);
            try (Result result = runner.run()) {
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                for (String output : asked.outputs().keySet()) {
                    outputs.put(output, Floats.copy((TFloat32) result.get(outputs.size())));
                }
                return outputs;
            }
        }
    }

    private static TInt32 seeds(long seed) {
        return TInt32.vectorOf((int) seed, (int) (seed >>> 32));
    }

    /** A copy of all that decides the steps to come: weights, memory of earlier steps, how many there were. */
    public Weights state() {
        return lifetime.during(() -> stateful().copy(steps));
    }

    /**
     * Goes on where {@link #state} was taken, by a training that was built in the same way.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for the state of another training
     */
    public void restore(Weights state) {
        steps = lifetime.during(() -> stateful().restore(state));
    }

    private TrainingState stateful() {
        return new TrainingState(name, session, parameters, updates.memories());
    }

    /** A copy of the weights as they are now, under the names and in the shapes of the initial ones. */
    public Weights weights() {
        return lifetime.during(
                () -> {
                    Map<String, Tensor> now = new LinkedHashMap<>();
                    initial.names().forEach(each -> now.put(each, initial.get(each)));
                    Transfer.out(
                            session,
                            parameters.used().stream()
                                    .map(each -> parameters.out(each, v -> now.put(each, v)))
                                    .toList());
                    return Weights.of(now);
                });
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
