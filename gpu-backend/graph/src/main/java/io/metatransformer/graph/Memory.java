package io.metatransformer.graph;

import io.metatransformer.api.Tensor;
import java.util.function.Consumer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** A variable beside the weights: what an optimiser remembers of one of them. */
final class Memory {
    private final Variable<TFloat32> variable;
    private final Placeholder<TFloat32> input;
    private final Op assign;
    private final Op reset;

    Memory(Ops tf, Shape shape) {
        this.variable = tf.variable(shape, TFloat32.class);
        this.input = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        this.assign = tf.assign(variable, input);
        // Not zeros(): it opens a name scope, and for that reads the name of every operation so
        // far.
        this.reset = tf.assign(variable, tf.fill(tf.constant(shape.asArray()), tf.constant(0f)));
    }

    Variable<TFloat32> variable() {
        return variable;
    }

    /** Empties it. */
    Op reset() {
        return reset;
    }

    Transfer.Out out(Consumer<Tensor> reader) {
        return new Transfer.Out(variable, value -> reader.accept(Floats.copy(value)));
    }

    Transfer.In in(Tensor values) {
        return new Transfer.In(variable, input, assign, () -> Floats.copy(values));
    }
}
