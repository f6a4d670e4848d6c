package io.metatransformer.converter;

import io.metatransformer.graph.Block;
import io.metatransformer.graph.EncoderSignature;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Sequences;
import io.metatransformer.graph.Wiring;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The graph of an encoder, with a way in for every form of a batch; all of them share the weights.
 *
 * <p>Padded, {@code serve}: {@code tokens [B, T, D]} and {@code lengths [B]}. Packed, {@code packed}: sequences
 * back to back, {@code tokens [M, D]}, of which only attention makes padded ones; as in {@link
 * Sequences#packed}.
 */
final class EncoderRecipe implements Recipe {
    private final EncoderConfig config;
    private final Block block;

    EncoderRecipe(EncoderConfig config) {
        this.config = config;
        this.block = new Block(config.heads(), (float) config.eps(), config.activation());
    }

    @Override
    public void build(Layers layers, Wiring wiring) {
        for (boolean positioned : new boolean[] {false, true}) {
            padded(layers, wiring, positioned);
            packed(layers, wiring, positioned);
        }
        wiring.entry(Wiring.DEFAULT).same(wiring.entry(EncoderSignature.SERVE.key()));
    }

    private void padded(Layers layers, Wiring wiring, boolean positioned) {
        Ops tf = layers.tf();
        Entry entry = wiring.entry(key(false, positioned, false));
        Operand<TFloat32> tokens = entry.input(EncoderSignature.TOKENS, -1, -1, config.dim());
        Operand<TInt32> lengths = entry.integers(EncoderSignature.LENGTHS, -1);
        Operand<TBool> valid = Sequences.valid(layers, tokens, lengths);
        Sequences sequences = Sequences.masked(layers, tokens, valid);
        // What stands in the padding of the caller may be anything, NaN included.
        Operand<TFloat32> rows = rows(layers, tokens, valid);
        Optional<Operand<TFloat32>> positions = Optional.empty();
        if (positioned) {
            Operand<TFloat32> given = entry.input(EncoderSignature.POSITIONS, -1, -1, config.dim());
            positions = Optional.of(rows(layers, given, valid));
        }
        Operand<TFloat32> features = blocks(layers, rows, positions, sequences);
        Operand<TInt32> shape = tf.shape(tokens);
        entry.output(EncoderSignature.FEATURES, tf.reshape(features, shape));
        if (config.finalNorm().isPresent()) {
            wiring.entry(key(false, positioned, true))
                    .sharing(entry)
                    .output(
                            EncoderSignature.FEATURES,
                            tf.reshape(finalNorm(layers, features), shape));
        }
    }

    private void packed(Layers layers, Wiring wiring, boolean positioned) {
        Entry entry = wiring.entry(key(true, positioned, false));
        Operand<TFloat32> rows =
                rows(layers, entry.input(EncoderSignature.TOKENS, -1, config.dim()));
        Sequences sequences =
                Sequences.packed(
                        layers,
                        entry.integers(EncoderSignature.ROW_OF_PLACE, -1, -1),
                        entry.integers(EncoderSignature.PLACE_OF_ROW, -1),
                        entry.integers(EncoderSignature.LENGTHS, -1));
        Optional<Operand<TFloat32>> positions =
                positioned
                        ? Optional.of(
                                rows(
                                        layers,
                                        entry.input(EncoderSignature.POSITIONS, -1, config.dim())))
                        : Optional.empty();
        Operand<TFloat32> features = blocks(layers, rows, positions, sequences);
        entry.output(EncoderSignature.FEATURES, features);
        if (config.finalNorm().isPresent()) {
            wiring.entry(key(true, positioned, true))
                    .sharing(entry)
                    .output(EncoderSignature.FEATURES, finalNorm(layers, features));
        }
    }

    private Operand<TFloat32> blocks(
            Layers layers,
            Operand<TFloat32> rows,
            Optional<Operand<TFloat32>> positions,
            Sequences sequences) {
        Operand<TFloat32> x = rows;
        if (config.firstNorm().isPresent()) {
            x = layers.layerNorm(x, "first_norm", (float) config.firstNorm().getAsDouble());
        }
        for (int i = 0; i < config.depth(); i++) {
            if (positions.isPresent()) {
                x = layers.add(x, positions.get());
            }
            x = layers.block(x, sequences, Integer.toString(i), block);
        }
        return x;
    }

    private Operand<TFloat32> finalNorm(Layers layers, Operand<TFloat32> x) {
        return layers.layerNorm(x, "final_norm", (float) config.finalNorm().getAsDouble());
    }

    /** {@code [B, T, D]} to rows {@code [B·T, D]}, zero in the padding. */
    private Operand<TFloat32> rows(Layers layers, Operand<TFloat32> tokens, Operand<TBool> valid) {
        Ops tf = layers.tf();
        Operand<TFloat32> clean =
                tf.select(tf.expandDims(valid, tf.constant(2)), tokens, tf.constant(0f));
        return rows(layers, clean);
    }

    /** The optimiser knows nothing of the shape of what is fed: this tells it, or sums are not fused. */
    private Operand<TFloat32> rows(Layers layers, Operand<TFloat32> fed) {
        return layers.tf().reshape(fed, layers.tf().constant(new int[] {-1, config.dim()}));
    }

    private static String key(boolean packed, boolean positioned, boolean normed) {
        return new EncoderSignature(packed, positioned, normed).key();
    }
}
