package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** One way into a network: named inputs, named outputs. A SavedModel has a signature for each. */
public final class Entry {
    private final String owner;
    private final String key;
    private final Ops tf;
    private final Map<String, Placeholder<?>> inputs = new LinkedHashMap<>();
    private final Map<String, Operand<TFloat32>> outputs = new LinkedHashMap<>();

    Entry(String owner, String key, Ops tf) {
        this.owner = owner;
        this.key = key;
        this.tf = tf;
    }

    /**
     * Declares an input.
     *
     * @param shape -1 for a size that may differ from call to call
     */
    public Operand<TFloat32> input(String name, int... shape) {
        return declare(name, TFloat32.class, shape);
    }

    /** An input of whole numbers: indices, lengths. {@link Network#run} rounds nothing: it refuses fractions. */
    public Operand<TInt32> integers(String name, int... shape) {
        return declare(name, TInt32.class, shape);
    }

    private <T extends TType> Placeholder<T> declare(String name, Class<T> type, int[] shape) {
        Placeholder<T> input =
                tf.withName(name).placeholder(type, Placeholder.shape(Floats.shape(shape)));
        if (inputs.put(name, input) != null) {
            throw twice("input", name);
        }
        return input;
    }

    /** This entry also reads every input of {@code other}. */
    public Entry sharing(Entry other) {
        inputs.putAll(other.inputs);
        return this;
    }

    /** This entry is another name of {@code other}. */
    public Entry same(Entry other) {
        outputs.putAll(other.outputs);
        return sharing(other);
    }

    /** Declares what comes out under {@code name}. */
    public void output(String name, Operand<TFloat32> value) {
        if (outputs.put(name, tf.withName(name).identity(value)) != null) {
            throw twice("output", name);
        }
    }

    private MetaTransformerException twice(String kind, String name) {
        return new MetaTransformerException(
                ErrorCode.PLUGIN_ERROR, owner + ": " + kind + " '" + name + "' is declared twice");
    }

    String key() {
        return key;
    }

    Map<String, Placeholder<?>> inputs() {
        return inputs;
    }

    Map<String, Operand<TFloat32>> outputs() {
        return outputs;
    }

    Signature signature() {
        Signature.Builder signature =
                Signature.builder().key(key).methodName("tensorflow/serving/predict");
        inputs.forEach(signature::input);
        outputs.forEach(signature::output);
        return signature.build();
    }
}
