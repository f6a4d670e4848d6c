package io.metatransformer.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** The operations of an {@link Optimiser} on every trained tensor. */
final class Updates {

    /** What differs from step to step, fed as one vector. */
    private static final int LEARNING_RATE = 0;

    private static final int FIRST_CORRECTION = 1;
    private static final int SECOND_CORRECTION = 2;
    private static final int SCALARS = 3;

    /** What is remembered of a tensor's gradients: their average, and that of their squares. */
    private static final String FIRST = ".first";

    private static final String SECOND = ".second";

    private final Optimiser optimiser;
    private final Placeholder<TFloat32> input;
    private final List<Op> ops = new ArrayList<>();
    private final Map<String, Memory> memories = new LinkedHashMap<>();
    private Operand<TFloat32> norm;

    private Updates(Optimiser optimiser, Placeholder<TFloat32> input) {
        this.optimiser = optimiser;
        this.input = input;
    }

    /**
     * @param gradients of the trained tensors, in the order of {@code names}; more may follow
     * @param beside what else is to run in every step
     */
    static Updates build(
            Ops plain,
            Optimiser optimiser,
            Parameters parameters,
            List<String> names,
            List<Operand<TFloat32>> gradients,
            Operand<TFloat32> loss,
            List<Op> beside) {
        Placeholder<TFloat32> input =
                plain.withName("step_scalars")
                        .placeholder(TFloat32.class, Placeholder.shape(Floats.shape(SCALARS)));
        Updates updates = new Updates(optimiser, input);
        // Weights are changed in place: nothing may still read the old ones when the first one
        // moves.
        List<Op> before = new ArrayList<>(gradients);
        before.add(loss);
        updates.norm = updates.norm(plain, gradients.subList(0, names.size()));
        before.add(updates.norm);
        Ops tf = plain.withControlDependencies(before);
        Operand<TFloat32> scale = updates.scale(tf);
        for (int i = 0; i < names.size(); i++) {
            Variable<TFloat32> weight = parameters.variable(names.get(i));
            updates.add(plain, tf, names.get(i), weight, tf.math.mul(gradients.get(i), scale));
        }
        updates.ops.addAll(beside);
        return updates;
    }

    private Operand<TFloat32> norm(Ops tf, List<Operand<TFloat32>> gradients) {
        if (gradients.isEmpty()) {
            return tf.constant(0f);
        }
        List<Operand<TFloat32>> squares = new ArrayList<>();
        for (Operand<TFloat32> gradient : gradients) {
            var flat = tf.reshape(gradient, tf.constant(new int[] {-1}));
            squares.add(tf.reduceSum(tf.math.square(flat), tf.constant(0)));
        }
        return tf.math.sqrt(tf.math.addN(squares));
    }

    /** As PyTorch limits a norm: by {@code max / (norm + 1e-6)} where that is less than 1. */
    private Operand<TFloat32> scale(Ops tf) {
        if (optimiser.maxNorm() == 0) {
            return tf.constant(1f);
        }
        var limited =
                tf.math.div(
                        tf.constant((float) optimiser.maxNorm()),
                        tf.math.add(norm, tf.constant(1e-6f)));
        return tf.math.minimum(limited, tf.constant(1f));
    }

    private void add(
            Ops plain, Ops tf, String name, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        boolean decays =
                optimiser.decay() > 0
                        && (optimiser.decaysVectors() || weight.shape().numDimensions() > 1);
        var decay = tf.constant(decays ? (float) optimiser.decay() : 0f);
        var decayed = tf.math.mul(weight, decay);
        var step =
                switch (optimiser.rule()) {
                    case SGD -> momentum(plain, tf, name, weight, tf.math.add(gradient, decayed));
                    case ADAM -> adam(plain, tf, name, weight, tf.math.add(gradient, decayed));
                    case ADAMW -> tf.math.add(adam(plain, tf, name, weight, gradient), decayed);
                };
        ops.add(tf.assignSub(weight, tf.math.mul(step, scalar(tf, LEARNING_RATE))));
    }

    private Operand<TFloat32> momentum(
            Ops plain, Ops tf, String name, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        Variable<TFloat32> memory = memory(plain, name + FIRST, weight);
        var kept = tf.math.mul(memory, tf.constant((float) optimiser.beta1()));
        // In the first step the memory is empty, and the same form holds.
        return tf.assign(memory, tf.math.add(kept, gradient));
    }

    private Operand<TFloat32> adam(
            Ops plain, Ops tf, String name, Variable<TFloat32> weight, Operand<TFloat32> gradient) {
        var first = average(tf, memory(plain, name + FIRST, weight), gradient, optimiser.beta1());
        var square = tf.math.square(gradient);
        var second = average(tf, memory(plain, name + SECOND, weight), square, optimiser.beta2());
        var deviation = tf.math.sqrt(tf.math.mul(second, scalar(tf, SECOND_CORRECTION)));
        return tf.math.div(
                tf.math.mul(first, scalar(tf, FIRST_CORRECTION)),
                tf.math.add(deviation, tf.constant((float) optimiser.eps())));
    }

    private Operand<TFloat32> average(
            Ops tf, Variable<TFloat32> memory, Operand<TFloat32> now, double beta) {
        var kept = tf.math.mul(memory, tf.constant((float) beta));
        var added = tf.math.mul(now, tf.constant((float) (1 - beta)));
        return tf.assign(memory, tf.math.add(kept, added));
    }

    private Variable<TFloat32> memory(Ops tf, String name, Variable<TFloat32> weight) {
        Memory memory = new Memory(tf, weight.shape());
        memories.put(name, memory);
        return memory.variable();
    }

    private Operand<TFloat32> scalar(Ops tf, int which) {
        return tf.gather(input, tf.constant(which), tf.constant(0));
    }

    /** The scalars of step {@code t}, from 1; the caller closes them. */
    TFloat32 scalars(int t, double learningRate) {
        float[] values = new float[SCALARS];
        values[LEARNING_RATE] = (float) learningRate;
        values[FIRST_CORRECTION] = (float) (1 / (1 - Math.pow(optimiser.beta1(), t)));
        values[SECOND_CORRECTION] = (float) (1 / (1 - Math.pow(optimiser.beta2(), t)));
        return TFloat32.vectorOf(values);
    }

    Placeholder<TFloat32> input() {
        return input;
    }

    /** The norm of all gradients before it is limited. */
    Operand<TFloat32> norm() {
        return norm;
    }

    List<Op> ops() {
        return ops;
    }

    /** What is remembered of earlier steps, by name. */
    Map<String, Memory> memories() {
        return memories;
    }

    /** Empties the memory of earlier steps. */
    void reset(Session session) {
        if (!memories.isEmpty()) {
            Session.Runner runner = session.runner();
            memories.values().forEach(memory -> runner.addTarget(memory.reset()));
            runner.run().close();
        }
    }
}
