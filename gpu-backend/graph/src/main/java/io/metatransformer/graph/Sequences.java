package io.metatransformer.graph;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * How rows are cut into sequences for attention: everything else in a network works on rows {@code [M, D]},
 * attention on {@code [B, T, D]}.
 */
public final class Sequences {
    /** Far below any score, so that exp gives exactly 0; finite, so that a row of nothing else is no NaN. */
    private static final float MASKED = -1e9f;

    private final Ops tf;
    private final Operand<TInt32> batch;
    private final Operand<TInt32> length;
    private final Optional<Operand<TInt32>> rowOfPlace;
    private final Optional<Operand<TInt32>> placeOfRow;
    private final Optional<Operand<TFloat32>> bias;

    private Sequences(
            Ops tf,
            Operand<TInt32> batch,
            Operand<TInt32> length,
            Optional<Operand<TInt32>> rowOfPlace,
            Optional<Operand<TInt32>> placeOfRow,
            Optional<Operand<TFloat32>> bias) {
        this.tf = tf;
        this.batch = batch;
        this.length = length;
        this.rowOfPlace = rowOfPlace;
        this.placeOfRow = placeOfRow;
        this.bias = bias;
    }

    /** Every sequence as long as all others: rows are those of {@code tokens [B, T, D]} in order. */
    public static Sequences equal(Layers layers, Operand<TFloat32> tokens) {
        return padded(layers, tokens, Optional.empty());
    }

    /**
     * Padded sequences: rows are those of {@code tokens [B, T, D]} in order.
     *
     * @param valid {@code [B, T]}, true where a token is; at least one per sequence
     */
    public static Sequences masked(Layers layers, Operand<TFloat32> tokens, Operand<TBool> valid) {
        return padded(layers, tokens, Optional.of(valid));
    }

    /**
     * Every sequence as long as all others, and read from left to right: no token sees a later one. Rows are
     * those of {@code tokens [B, T, D]} in order.
     */
    public static Sequences causal(Layers layers, Operand<TFloat32> tokens) {
        Ops tf = layers.tf();
        Operand<TInt32> T = axis(tf, tf.shape(tokens), 1);
        Operand<TInt32> places = tf.range(tf.constant(0), T, tf.constant(1));
        Operand<TBool> later =
                tf.math.greater(
                        tf.expandDims(places, tf.constant(0)),
                        tf.expandDims(places, tf.constant(1)));
        Operand<TFloat32> bias = masked(tf, later);
        return of(
                tf,
                tokens,
                Optional.of(tf.expandDims(tf.expandDims(bias, tf.constant(0)), tf.constant(0))));
    }

    private static Sequences padded(
            Layers layers, Operand<TFloat32> tokens, Optional<Operand<TBool>> valid) {
        return of(layers.tf(), tokens, valid.map(mask -> bias(layers, mask)));
    }

    private static Sequences of(
            Ops tf, Operand<TFloat32> tokens, Optional<Operand<TFloat32>> bias) {
        Operand<TInt32> shape = tf.shape(tokens);
        return new Sequences(
                tf,
                axis(tf, shape, 0),
                axis(tf, shape, 1),
                Optional.empty(),
                Optional.empty(),
                bias);
    }

    /**
     * Sequences of any lengths, back to back without padding; only attention sees padded ones. Time is
     * proportional to real tokens.
     *
     * @param rowOfPlace {@code [B, T]}: the row that stands at each padded place; any row where nothing does
     * @param placeOfRow {@code [M]}: the padded place, {@code b·T + t}, of each row
     * @param lengths {@code [B]}, each from 1 to T
     */
    public static Sequences packed(
            Layers layers,
            Operand<TInt32> rowOfPlace,
            Operand<TInt32> placeOfRow,
            Operand<TInt32> lengths) {
        Ops tf = layers.tf();
        Operand<TInt32> shape = tf.shape(rowOfPlace);
        Operand<TInt32> length = axis(tf, shape, 1);
        return new Sequences(
                tf,
                axis(tf, shape, 0),
                length,
                Optional.of(rowOfPlace),
                Optional.of(placeOfRow),
                Optional.of(bias(layers, validUpTo(layers, lengths, length))));
    }

    /** {@code [B, T]} for {@code tokens [B, T, D]}: true for the first {@code lengths[b]} places of each row. */
    public static Operand<TBool> valid(
            Layers layers, Operand<TFloat32> tokens, Operand<TInt32> lengths) {
        return validUpTo(layers, lengths, axis(layers.tf(), layers.tf().shape(tokens), 1));
    }

    private static Operand<TBool> validUpTo(
            Layers layers, Operand<TInt32> lengths, Operand<TInt32> T) {
        Ops tf = layers.tf();
        Operand<TInt32> places = tf.range(tf.constant(0), T, tf.constant(1));
        return tf.math.less(
                tf.expandDims(places, tf.constant(0)), tf.expandDims(lengths, tf.constant(1)));
    }

    /** rows {@code [M, C]} to {@code [B, T, C]}. */
    Operand<TFloat32> cut(Operand<TFloat32> rows, int C) {
        if (rowOfPlace.isPresent()) {
            return tf.gather(rows, rowOfPlace.get(), tf.constant(0));
        }
        return tf.reshape(rows, sizes(batch, length, tf.constant(C)));
    }

    /** places {@code [B, T, …]} back to rows {@code [M, C]}, of the very shape of {@code like}. */
    Operand<TFloat32> join(Operand<TFloat32> places, Operand<TFloat32> like, int C) {
        Operand<TFloat32> rows = places;
        if (placeOfRow.isPresent()) {
            Operand<TFloat32> flat = tf.reshape(places, tf.constant(new int[] {-1, C}));
            rows = tf.gather(flat, placeOfRow.get(), tf.constant(0));
        }
        // One reshape, to a shape known to equal that of the residual: else the sum is not fused.
        return tf.reshape(rows, tf.shape(like));
    }

    Operand<TInt32> batch() {
        return batch;
    }

    Operand<TInt32> length() {
        return length;
    }

    /** {@code [B, 1, 1, T]} or {@code [1, 1, T, T]}, to be added to scores. */
    Optional<Operand<TFloat32>> bias() {
        return bias;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final Operand<TInt32> sizes(Operand<TInt32>... sizes) {
        return tf.stack(List.of(sizes));
    }

    private static Operand<TFloat32> bias(Layers layers, Operand<TBool> valid) {
        Ops tf = layers.tf();
        Operand<TFloat32> bias = masked(tf, tf.math.logicalNot(valid));
        return tf.expandDims(tf.expandDims(bias, tf.constant(1)), tf.constant(1));
    }

    private static Operand<TFloat32> masked(Ops tf, Operand<TBool> hidden) {
        return tf.math.mul(tf.dtypes.cast(hidden, TFloat32.class), tf.constant(MASKED));
    }

    private static Operand<TInt32> axis(Ops tf, Operand<TInt32> shape, int axis) {
        return tf.stridedSlice(shape, Indices.at(axis));
    }
}
