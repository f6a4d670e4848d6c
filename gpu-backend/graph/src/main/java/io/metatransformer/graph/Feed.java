package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** The inputs of one run in native memory. Placeholders do not hold their shape to account, so this does. */
final class Feed implements AutoCloseable {
    private final Map<Placeholder<?>, TType> values = new LinkedHashMap<>();

    private Feed() {}

    static Feed of(String owner, Map<String, Placeholder<?>> declared, Map<String, Tensor> given) {
        if (!declared.keySet().equals(given.keySet())) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    owner + " reads inputs " + declared.keySet() + ", got " + given.keySet());
        }
        Feed feed = new Feed();
        try {
            declared.forEach(
                    (name, input) ->
                            feed.values.put(
                                    input, inNativeMemory(owner, name, input, given.get(name))));
            return feed;
        } catch (RuntimeException | Error e) {
            feed.close();
            throw e;
        }
    }

    private static TType inNativeMemory(
            String owner, String name, Placeholder<?> input, Tensor given) {
        Shape shape = input.shape();
        boolean fits = shape.numDimensions() == given.rank();
        for (int axis = 0; fits && axis < given.rank(); axis++) {
            fits = shape.get(axis) == Shape.UNKNOWN_SIZE || shape.get(axis) == given.size(axis);
        }
        if (!fits) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    owner + ": input '" + name + "' must be " + shape + ", got " + given);
        }
        return input.type() == TInt32.class ? integers(owner, name, given) : Floats.copy(given);
    }

    private static TInt32 integers(String owner, String name, Tensor given) {
        TInt32 copy = TInt32.tensorOf(Floats.shape(given.shape()));
        IntBuffer whole = Floats.view(copy);
        FloatBuffer values = given.data();
        while (values.hasRemaining()) {
            float value = values.get();
            if (value != (int) value) {
                copy.close();
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        owner + ": input '" + name + "' holds whole numbers, got " + value);
            }
            whole.put((int) value);
        }
        return copy;
    }

    void into(Session.Runner runner) {
        values.forEach(runner::feed);
    }

    @Override
    public void close() {
        values.values().forEach(TType::close);
    }
}
