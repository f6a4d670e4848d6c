package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Declares what goes into a network and what comes out: most have one {@link Entry}, the default one. */
public final class Wiring {

    /** Key of the entry that {@link #input}, {@link #integers} and {@link #output} declare. */
    public static final String DEFAULT = Signature.DEFAULT_KEY;

    private final String owner;
    private final Ops tf;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Wiring(String owner, Ops tf) {
        this.owner = owner;
        this.tf = tf;
    }

    /** {@link Entry#input} of the default entry. */
    public Operand<TFloat32> input(String name, int... shape) {
        return entry(DEFAULT).input(name, shape);
    }

    /** {@link Entry#integers} of the default entry. */
    public Operand<TInt32> integers(String name, int... shape) {
        return entry(DEFAULT).integers(name, shape);
    }

    /** {@link Entry#output} of the default entry. */
    public void output(String name, Operand<TFloat32> value) {
        entry(DEFAULT).output(name, value);
    }

    /** The entry of this key, new if there was none. */
    public Entry entry(String key) {
        return entries.computeIfAbsent(key, k -> new Entry(owner, k, tf));
    }

    Map<String, Entry> checked() {
        if (entries.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR, owner + ": the recipe declares no input and no output");
        }
        for (Entry entry : entries.values()) {
            if (entry.inputs().isEmpty() || entry.outputs().isEmpty()) {
                throw new MetaTransformerException(
                        ErrorCode.PLUGIN_ERROR,
                        owner + ": entry '" + entry.key() + "' needs an input and an output");
            }
        }
        return entries;
    }
}
