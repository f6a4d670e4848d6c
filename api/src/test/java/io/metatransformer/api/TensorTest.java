package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void an_array_is_copied() {
        float[] values = {1, 2, 3, 4, 5, 6};
        int[] shape = {2, 3};

        Tensor tensor = Tensor.of(values, shape);
        values[0] = 9;
        shape[0] = 9;
        tensor.shape()[0] = 9;

        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, tensor.toArray());
        assertArrayEquals(new int[] {2, 3}, tensor.shape());
        assertEquals(2, tensor.rank());
        assertEquals(3, tensor.size(1));
        assertEquals(6, tensor.elements());
    }

    @Test
    void a_direct_buffer_in_native_order_is_taken_over_from_its_position() {
        FloatBuffer buffer = Tensor.allocate(4).put(new float[] {9, 1, 2, 3}).position(1);

        Tensor tensor = Tensor.of(buffer, 3);
        buffer.put(1, 7);

        assertArrayEquals(new float[] {7, 2, 3}, tensor.toArray());
    }

    @Test
    void any_other_buffer_is_copied_and_stays_as_it_was() {
        FloatBuffer foreign =
                ByteBuffer.allocateDirect(8)
                        .order(
                                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                                        ? ByteOrder.LITTLE_ENDIAN
                                        : ByteOrder.BIG_ENDIAN)
                        .asFloatBuffer()
                        .put(new float[] {1, 2})
                        .flip();

        Tensor tensor = Tensor.of(foreign, 2);
        foreign.put(0, 9);

        assertArrayEquals(new float[] {1, 2}, tensor.toArray());
        assertEquals(2, foreign.remaining());
    }

    @Test
    void its_data_is_read_only_direct_and_the_position_each_readers_own() {
        Tensor tensor = Tensor.of(new float[] {1, 2}, 2);

        FloatBuffer one = tensor.data();
        one.get();

        assertEquals(0, tensor.data().position());
        assertTrue(one.isDirect());
        assertEquals(ByteOrder.nativeOrder(), one.order());
        assertThrows(ReadOnlyBufferException.class, () -> one.put(0, 3));
    }

    @Test
    void rank_zero_holds_one_value_and_a_size_of_zero_none() {
        assertEquals(1, Tensor.of(new float[] {5}).elements());
        assertEquals(0, Tensor.of(new float[0], 3, 0).elements());
    }

    @Test
    void values_that_do_not_fit_the_shape_are_refused() {
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> Tensor.of(new float[5], 2, 3));
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> Tensor.of(new float[6], -2, -3));
        Refusal.of(ErrorCode.LIMIT_EXCEEDED, () -> Tensor.of(new float[0], 1 << 16, 1 << 16));
        Refusal.of(
                ErrorCode.LIMIT_EXCEEDED,
                () -> Tensor.of(new float[0], Integer.MAX_VALUE, Integer.MAX_VALUE));
        Refusal.of(ErrorCode.LIMIT_EXCEEDED, () -> Tensor.allocate(Integer.MAX_VALUE));
        Refusal.of(ErrorCode.LIMIT_EXCEEDED, () -> Tensor.allocate(-1));
    }

    @Test
    void memory_that_is_not_there_is_a_refusal_and_no_error() {
        // More than any test JVM has; the limit on direct memory, not the heap, says no.
        long most = Runtime.getRuntime().maxMemory();
        if (most < (1L << 31) - 8) {
            Refusal.of(ErrorCode.INSUFFICIENT_RESOURCES, () -> Tensor.allocate((1 << 29) - 8));
        }
    }

    @Test
    void another_shape_of_the_same_size_shows_the_same_values() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

        assertEquals(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2), tensor.reshape(3, 2));
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> tensor.reshape(4, 2));
    }

    @Test
    void equal_are_shape_and_values() {
        Tensor tensor = Tensor.of(new float[] {1, Float.NaN}, 2);

        assertEquals(Tensor.of(new float[] {1, Float.NaN}, 2), tensor);
        assertEquals(Tensor.of(new float[] {1, Float.NaN}, 2).hashCode(), tensor.hashCode());
        assertNotEquals(Tensor.of(new float[] {1, Float.NaN}, 1, 2), tensor);
        assertNotEquals(Tensor.of(new float[] {1, 2}, 2), tensor);
    }
}
