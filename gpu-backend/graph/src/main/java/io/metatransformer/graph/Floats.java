package io.metatransformer.graph;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffer;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Moves numbers between {@link Tensor}s and TensorFlow's memory in bulk. */
public final class Floats {
    private Floats() {}

    /** The memory of {@code tensor} itself, native order; must not be touched once the tensor is closed. */
    public static FloatBuffer view(TFloat32 tensor) {
        return tensor.size() == 0
                ? FloatBuffer.allocate(0)
                : new FloatMemory(address(tensor.asRawTensor().data()), tensor.size()).asBuffer();
    }

    /** As {@link #view(TFloat32)}, for whole numbers. */
    public static IntBuffer view(TInt32 tensor) {
        return tensor.size() == 0
                ? IntBuffer.allocate(0)
                : new IntMemory(address(tensor.asRawTensor().data()), tensor.size()).asBuffer();
    }

    /** A copy in TensorFlow's memory; the caller closes it. */
    public static TFloat32 copy(Tensor tensor) {
        TFloat32 copy = TFloat32.tensorOf(shape(tensor.shape()));
        view(copy).put(tensor.data());
        return copy;
    }

    /** A copy in the JVM's memory. */
    public static Tensor copy(TFloat32 tensor) {
        FloatBuffer values = Tensor.allocate(Math.toIntExact(tensor.size()));
        values.put(view(tensor)).flip();
        int[] shape = new int[tensor.rank()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = Math.toIntExact(tensor.shape().get(axis));
        }
        return Tensor.of(values, shape);
    }

    /** As TensorFlow writes it; -1 is an open size there, too. */
    static Shape shape(int... sizes) {
        long[] wide = new long[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            wide[axis] = sizes[axis];
        }
        return Shape.of(wide);
    }

    private static long address(DataBuffer<?> memory) {
        return memory.accept(
                new DataStorageVisitor<Long>() {
                    @Override
                    public Long visit(long address, long length, long scale) {
                        return address;
                    }

                    @Override
                    public Long fallback() {
                        throw new IllegalStateException("a tensor outside native memory");
                    }
                });
    }

    private static final class FloatMemory extends FloatPointer {
        FloatMemory(long address, long length) {
            super((Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }

    private static final class IntMemory extends IntPointer {
        IntMemory(long address, long length) {
            super((Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }
}
