package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import java.util.Arrays;

/**
 * A view of a storage: element {@code (i0, i1, …)} is {@code storage[offset + Σ i_k · stride_k]}. Checked to
 * lie inside its storage; strides may be 0, and in any order.
 */
final class StoredTensor {
    private static final int MAX_RANK = 64;

    final Storage storage;
    final long offset;
    final int[] size;
    final long[] stride;
    final int elements;

    private StoredTensor(Storage storage, long offset, int[] size, long[] stride, int elements) {
        this.storage = storage;
        this.offset = offset;
        this.size = size;
        this.stride = stride;
        this.elements = elements;
    }

    /** Checks everything that a file may get wrong, before anything is allocated. */
    static StoredTensor of(
            Storage storage,
            long offset,
            long[] size,
            long[] stride,
            ReadOptions options,
            PickleInput at) {
        if (size.length > MAX_RANK) {
            throw at.refuse(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a tensor of " + size.length + " axes; at most " + MAX_RANK + " are read");
        }
        if (size.length != stride.length) {
            throw at.refuse(
                    ErrorCode.CORRUPT,
                    "a tensor of " + size.length + " sizes and " + stride.length + " strides");
        }
        if (offset < 0
                || Arrays.stream(size).anyMatch(n -> n < 0)
                || Arrays.stream(stride).anyMatch(n -> n < 0)) {
            throw at.refuse(
                    ErrorCode.CORRUPT,
                    "a tensor with a negative size, stride or offset: "
                            + described(size, stride, offset));
        }
        long elements = elements(size, options, at);
        if (elements > 0 && !inside(storage.count, offset, size, stride)) {
            throw at.refuse(
                    ErrorCode.CORRUPT,
                    "a tensor outside its storage of "
                            + storage.count
                            + " elements: "
                            + described(size, stride, offset));
        }
        if (elements > storage.count && elements > options.repeatedElements()) {
            throw at.refuse(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a tensor repeats "
                            + storage.count
                            + " elements to "
                            + elements
                            + "; at most "
                            + options.repeatedElements()
                            + " are made");
        }
        return new StoredTensor(
                storage,
                offset,
                Arrays.stream(size).mapToInt(n -> (int) n).toArray(),
                stride.clone(),
                (int) elements);
    }

    private static long elements(long[] size, ReadOptions options, PickleInput at) {
        long elements = 1;
        for (long n : size) {
            if (n > Integer.MAX_VALUE || n > 0 && elements > options.elements() / n) {
                // Only an empty axis makes up for a huge one; none of our readers wants such a
                // tensor.
                throw at.refuse(
                        ErrorCode.LIMIT_EXCEEDED,
                        "a tensor of shape "
                                + shown(size)
                                + "; at most "
                                + options.elements()
                                + " elements are read");
            }
            elements *= n;
        }
        return elements;
    }

    private static boolean inside(long count, long offset, long[] size, long[] stride) {
        long last = offset;
        for (int axis = 0; axis < size.length; axis++) {
            long steps = size[axis] - 1;
            if (steps > 0 && stride[axis] > (Long.MAX_VALUE - last) / steps) {
                return false;
            }
            last += steps * stride[axis];
        }
        return last < count;
    }

    /** Whether its elements lie in the storage one after the other, in row-major order. */
    boolean contiguous() {
        long expected = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            if (size[axis] != 1 && stride[axis] != expected) {
                return false;
            }
            expected *= size[axis];
        }
        return true;
    }

    private static String described(long[] size, long[] stride, long offset) {
        return "size " + shown(size) + ", stride " + shown(stride) + ", offset " + offset;
    }

    private static String shown(long[] numbers) {
        return numbers.length <= 8
                ? Arrays.toString(numbers)
                : Arrays.toString(Arrays.copyOf(numbers, 8)).replace("]", ", …]");
    }
}
