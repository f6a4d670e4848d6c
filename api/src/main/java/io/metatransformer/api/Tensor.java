package io.metatransformer.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable float32 array of any rank, row-major, in a read-only direct buffer. It is plain memory
 * of the JVM (freed by the garbage collector), safe to share between threads.
 */
public final class Tensor {
    private final int[] shape;
    private final FloatBuffer data;

    private Tensor(int[] shape, FloatBuffer data) {
        this.shape = shape;
        this.data = data;
    }

    /**
     * Takes over {@code data} from its position to its limit without a copy if it is direct and in
     * native order; the caller gives up writing to it.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if the buffer does not hold
     *     exactly the product of {@code shape}
     */
    public static Tensor of(FloatBuffer data, int... shape) {
        Objects.requireNonNull(data, "data");
        long elements = elements(shape);
        if (data.remaining() != elements) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "shape "
                            + Arrays.toString(shape)
                            + " needs "
                            + elements
                            + " values, got "
                            + data.remaining());
        }
        FloatBuffer own = data;
        if (!data.isDirect() || data.order() != ByteOrder.nativeOrder()) {
            own = allocate(data.remaining());
            own.put(data.duplicate()).flip();
        }
        return new Tensor(shape.clone(), own.slice().asReadOnlyBuffer());
    }

    /** Copies {@code data}. */
    public static Tensor of(float[] data, int... shape) {
        return of(FloatBuffer.wrap(data), shape);
    }

    /** A writable direct buffer of {@code elements} floats in native order, all zero. */
    public static FloatBuffer allocate(int elements) {
        if (elements < 0 || elements > Integer.MAX_VALUE / Float.BYTES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "one array holds at most "
                            + Integer.MAX_VALUE / Float.BYTES
                            + " floats, asked for "
                            + elements);
        }
        try {
            return ByteBuffer.allocateDirect(elements * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        } catch (OutOfMemoryError e) { // the limit on direct memory: the heap is not full
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES, "no memory for " + elements + " floats", e);
        }
    }

    private static long elements(int[] shape) {
        long elements = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "negative size in shape " + Arrays.toString(shape));
            }
            elements = Math.multiplyExact(elements, size);
            if (elements > Integer.MAX_VALUE) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "shape " + Arrays.toString(shape) + " has more than 2^31-1 elements");
            }
        }
        return elements;
    }

    public int rank() {
        return shape.length;
    }

    /** The size of one axis, counted from 0. */
    public int size(int axis) {
        return shape[axis];
    }

    public int[] shape() {
        return shape.clone();
    }

    /** Number of values, the product of the shape; 1 for rank 0. */
    public int elements() {
        return data.limit();
    }

    /** A fresh read-only view of all values; its position is the caller's own. */
    public FloatBuffer data() {
        return data.duplicate();
    }

    /** A copy of all values. */
    public float[] toArray() {
        float[] values = new float[elements()];
        data.duplicate().get(values);
        return values;
    }

    /** The same values under another shape of equal size, without a copy. */
    public Tensor reshape(int... to) {
        return of(data.duplicate(), to);
    }

    /** Same shape and the same values, compared as {@link FloatBuffer#equals} does. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && Arrays.equals(shape, that.shape)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + data.hashCode();
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
