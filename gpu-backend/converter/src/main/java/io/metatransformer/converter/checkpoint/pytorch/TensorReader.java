package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Reads the elements of a view from its storage by position, through a small buffer. */
final class TensorReader {
    private static final int CHUNK = 1 << 18;
    private static final int PAGE = 1 << 13;

    private final StoredTensor tensor;
    private final DType type;
    private final Bytes bytes;

    TensorReader(StoredTensor tensor) {
        this.tensor = tensor;
        this.type = tensor.storage.type;
        this.bytes = tensor.storage.content();
    }

    /** Takes one element: {@code index} counts in row-major order, {@code from} holds it at byte {@code at}. */
    interface Sink {
        void accept(int index, ByteBuffer from, int at);
    }

    /** Gives every element to {@code sink} once, in the order in which they lie in the file. */
    void read(Sink sink) {
        if (tensor.elements == 0) {
            return;
        }
        if (tensor.contiguous()) {
            readRun(sink);
        } else {
            readStrided(sink);
        }
    }

    private void readRun(Sink sink) {
        int width = type.bytes();
        int perChunk = Math.min(tensor.elements, CHUNK / width);
        ByteBuffer chunk = ByteBuffer.allocate(perChunk * width).order(tensor.storage.order);
        for (int done = 0; done < tensor.elements; ) {
            int count = Math.min(perChunk, tensor.elements - done);
            chunk.clear().limit(count * width);
            bytes.read((tensor.offset + done) * width, chunk);
            for (int i = 0; i < count; i++) {
                sink.accept(done + i, chunk, i * width);
            }
            done += count;
        }
    }

    /** Walks the axes by falling stride, so that the file is read from front to back whatever the view. */
    private void readStrided(Sink sink) {
        int rank = tensor.size.length;
        int[] rowMajor = new int[rank];
        for (int axis = rank - 1, step = 1; axis >= 0; step *= tensor.size[axis--]) {
            rowMajor[axis] = step;
        }
        int[] axes =
                IntStream.range(0, rank)
                        .boxed()
                        .sorted(Comparator.comparingLong(axis -> -tensor.stride[axis]))
                        .mapToInt(axis -> axis)
                        .toArray();
        Page page = new Page();
        int[] at = new int[rank];
        long element = tensor.offset;
        int index = 0;
        for (int done = 0; done < tensor.elements; done++) {
            sink.accept(index, page.bytes, page.find(element * type.bytes()));
            for (int k = rank - 1; k >= 0; k--) {
                int axis = axes[k];
                element += tensor.stride[axis];
                index += rowMajor[axis];
                if (++at[axis] < tensor.size[axis]) {
                    break;
                }
                element -= tensor.size[axis] * tensor.stride[axis];
                index -= tensor.size[axis] * rowMajor[axis];
                at[axis] = 0;
            }
        }
    }

    /** The piece of the storage that was read last. */
    private final class Page {
        final ByteBuffer bytes = ByteBuffer.allocate(PAGE).order(tensor.storage.order).limit(0);
        private long start;

        /** Where in {@link #bytes} the element at this byte of the storage is. */
        int find(long at) {
            if (at < start || at + type.bytes() > start + bytes.limit()) {
                bytes.clear().limit((int) Math.min(PAGE, TensorReader.this.bytes.size() - at));
                TensorReader.this.bytes.read(at, bytes);
                start = at;
            }
            return (int) (at - start);
        }
    }

    /** Whole numbers, exact; a floating-point tensor is refused. */
    long[] longs() {
        if (type.floating()) {
            throw bytes.place().refuse(ErrorCode.BAD_WEIGHTS, type + " is not of whole numbers");
        }
        long[] values = new long[tensor.elements];
        read((index, from, at) -> values[index] = type.toLong(from, at));
        return values;
    }

    @Override
    public String toString() {
        return type + Arrays.toString(tensor.size);
    }
}
