package io.metatransformer.api;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * One weight tensor that a tokenizer or head reads: its name in {@code weights.safetensors}, its shape,
 * and how it starts when nothing was imported or trained.
 *
 * @param shape sizes per axis; -1 where the weights themselves decide (a position table's length)
 * @param required whether a model without this tensor is refused. What is not required is absent unless
 *     imported or trained: it is never drawn at random
 */
public record WeightSpec(String name, int[] shape, boolean required, Init init) {

    /** How values start. */
    public sealed interface Init {}

    /** Every value the same. */
    public record Constant(float value) implements Init {}

    /** Normal around 0. */
    public record Normal(double deviation) implements Init {}

    /** Uniform in ±{@code bound}. */
    public record Uniform(double bound) implements Init {}

    public WeightSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(init, "init");
        shape = shape.clone();
    }

    /** A tensor that must be there, drawn from {@code init} if it was not imported. */
    public static WeightSpec required(String name, Init init, int... shape) {
        return new WeightSpec(name, shape, true, init);
    }

    /** A tensor that is used when it is there. */
    public static WeightSpec optional(String name, int... shape) {
        return new WeightSpec(name, shape, false, new Constant(0));
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    /** Whether a tensor of {@code actual} shape can take this place. */
    public boolean accepts(int[] actual) {
        if (actual.length != shape.length) {
            return false;
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] != -1 && shape[axis] != actual[axis]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Draws the starting values. The stream depends on {@code seed} and the tensor's name alone, so that
     * neither the order nor the number of other tensors changes them.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if the shape has an open size
     */
    public Tensor draw(long seed) {
        long elements = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_WEIGHTS,
                        "'" + name + "' has no fixed shape to draw values for");
            }
            elements *= size;
            if (elements > Integer.MAX_VALUE) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED, "'" + this + "' has more than 2^31-1 values");
            }
        }
        FloatBuffer values = Tensor.allocate((int) elements);
        SplitMix64 random = new SplitMix64(seed ^ fnv1a(name));
        if (init instanceof Constant c) {
            while (values.hasRemaining()) {
                values.put(c.value());
            }
        } else if (init instanceof Uniform u) {
            while (values.hasRemaining()) {
                values.put((float) ((2 * random.nextDouble() - 1) * u.bound()));
            }
        } else if (init instanceof Normal n) {
            double[] pair = new double[2];
            while (values.hasRemaining()) {
                random.fillNormal(pair);
                values.put((float) (pair[0] * n.deviation()));
                if (values.hasRemaining()) {
                    values.put((float) (pair[1] * n.deviation()));
                }
            }
        }
        return Tensor.of(values.flip(), shape);
    }

    /** FNV-1a, 64 bits, of the name's UTF-16 units; a name alone decides the stream. */
    private static long fnv1a(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightSpec that
                && name.equals(that.name)
                && Arrays.equals(shape, that.shape)
                && required == that.required
                && init.equals(that.init);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape);
    }
}
