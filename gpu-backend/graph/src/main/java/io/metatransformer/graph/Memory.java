package io.metatransformer.graph;

import io.metatransformer.api.Tensor;
import org.tensorflow.Result;
import org.tensorflow.Session;
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
        this.reset = tf.assign(variable, tf.zeros(tf.constant(shape.asArray()), TFloat32.class));
    }

    Variable<TFloat32> variable() {
        return variable;
    }

    /** Empties it. */
    Op reset() {
        return reset;
    }

    Tensor copy(Session session) {
        try (Result result = session.runner().fetch(variable).run()) {
            return Floats.copy((TFloat32) result.get(0));
        }
    }

    void set(Session session, Tensor values) {
        try (TFloat32 value = Floats.copy(values)) {
            session.runner().feed(input, value).addTarget(assign).run().close();
        }
    }
}
