package io.metatransformer.converter.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorReaderTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_view_of_any_storage_is_read_as_its_strides_say(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            int count = 1 + random.nextInt(40_000);
            ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            int[] numbers = random.ints(count).toArray();
            ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(order);
            bytes.asIntBuffer().put(numbers);
            StoredTensor view = view(random, count, order, bytes.array());

            long[] read = new TensorReader(view).longs();

            assertArrayEquals(expected(view, numbers), read, "seed " + seed + ", round " + round);
        }
    }

    private static StoredTensor view(Random random, int count, ByteOrder order, byte[] bytes) {
        Place place = Place.of("made.pth");
        Storage storage = new Storage(DType.I32, "0", count, order, () -> Bytes.of(bytes, place));
        int rank = random.nextInt(5);
        long[] size = new long[rank];
        long[] stride = new long[rank];
        long offset = random.nextInt(Math.min(count, 50));
        long left = count - 1 - offset;
        for (int axis = 0; axis < rank; axis++) {
            size[axis] = 1 + random.nextInt(7);
            long most = size[axis] == 1 ? 9 : left / (size[axis] - 1);
            stride[axis] =
                    random.nextInt(4) == 0 ? 0 : random.nextInt((int) Math.min(most + 1, 9000));
            left -= (size[axis] - 1) * stride[axis];
        }
        PickleInput nowhere =
                new PickleInput(Bytes.of(new byte[0], place), 0, ReadOptions.defaults());
        return StoredTensor.of(storage, offset, size, stride, ReadOptions.defaults(), nowhere);
    }

    private static long[] expected(StoredTensor view, int[] numbers) {
        long[] values = new long[view.elements];
        for (int i = 0; i < values.length; i++) {
            long at = view.offset;
            for (int axis = view.size.length - 1, rest = i; axis >= 0; axis--) {
                at += rest % view.size[axis] * view.stride[axis];
                rest /= view.size[axis];
            }
            values[i] = numbers[(int) at];
        }
        return values;
    }

    @Test
    void half_precision_is_widened_exactly() {
        short[] halves = {
            0, (short) 0x8000, 1, 0x03ff, 0x0400, 0x3c00, 0x7bff, 0x7c00, (short) 0xfc00
        };
        float[] floats = {
            0, -0f, 0x1p-24f, 0x1p-14f - 0x1p-24f, 0x1p-14f, 1, 65504, 1 / 0f, -1 / 0f
        };
        for (int i = 0; i < halves.length; i++) {
            ByteBuffer half = ByteBuffer.allocate(2).putShort(0, halves[i]);

            assertEquals(floats[i], DType.F16.toFloat(half, 0));
        }
        assertEquals(
                Float.NaN,
                DType.F16.toFloat(ByteBuffer.allocate(2).putShort(0, (short) 0x7e01), 0));
    }
}
