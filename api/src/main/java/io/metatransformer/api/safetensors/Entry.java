package io.metatransformer.api.safetensors;

import io.metatransformer.api.Quoted;
import java.util.Arrays;

/**
 * What the header says of one tensor.
 *
 * @param begin first byte, from the end of the header
 * @param end the byte after the last one
 */
record Entry(Dtype dtype, long[] shape, long begin, long end) {

    /** Number of values: {@link Header} has compared it with the shape. */
    long elements() {
        return (end - begin) / dtype.bytes();
    }

    /** Bytes that the shape asks for; -1 if they are more than a {@code long} counts. */
    static long bytes(Dtype dtype, long[] shape) {
        if (Arrays.stream(shape).anyMatch(size -> size == 0)) {
            return 0;
        }
        long bytes = dtype.bytes();
        for (long size : shape) {
            if (bytes > Long.MAX_VALUE / size) {
                return -1;
            }
            bytes *= size;
        }
        return bytes;
    }

    /** The shape, if each of its sizes is one of an array of Java. */
    int[] intShape(String file, String name) {
        int[] sizes = new int[shape.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            if (shape[axis] > Integer.MAX_VALUE) {
                throw Refusal.limit(
                        file,
                        "tensor " + Quoted.name(name) + " is longer than 2^31-1 on axis " + axis);
            }
            sizes[axis] = (int) shape[axis];
        }
        return sizes;
    }
}
