package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;

/** Numbers that arrive one by one, up to a limit. Serves one thread. */
public final class DoubleList {
    private final String name;
    private final int max;
    private double[] values = new double[64];
    private int size;

    /**
     * @param name of the input, for messages
     * @param max most values that are taken
     */
    public DoubleList(String name, int max) {
        this.name = name;
        this.max = max;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} once there are too many
     */
    public void add(double value) {
        if (size == max) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED, name + ": more than " + max + " values");
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(max, size + (size >> 1) + 1L));
        }
        values[size++] = value;
    }

    public int size() {
        return size;
    }

    public double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
