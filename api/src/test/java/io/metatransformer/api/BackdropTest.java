package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackdropTest {

    @Test
    void a_picture_holds_what_it_was_given_and_nobody_writes_or_moves_it() {
        ByteBuffer pixel = ByteBuffer.wrap(new byte[] {1, 2, 3});
        var picture = new Backdrop.Picture(1, 1, 10, 10, pixel);

        picture.rgb().get();

        assertEquals(pixel, picture.rgb());
        assertThrows(ReadOnlyBufferException.class, () -> picture.rgb().put((byte) 4));
    }

    @Test
    void a_picture_of_another_size_than_its_bytes_or_too_large_is_refused() {
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> new Backdrop.Picture(2, 1, 2, 1, ByteBuffer.allocate(3)));
        Refusal.of(
                ErrorCode.LIMIT_EXCEEDED,
                () -> {
                    int side = Backdrop.MAX_SIDE + 1;
                    new Backdrop.Picture(side, 1, side, 1, ByteBuffer.allocate(3 * side));
                });
    }

    @Test
    void a_series_has_a_name_for_each_channel_and_no_time_or_one_for_each_step() {
        Tensor values = Tensor.of(new float[6], 3, 2);

        new Backdrop.Series(values, List.of("a", "b"), List.of());

        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> new Backdrop.Series(values, List.of("a"), List.of()));
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> new Backdrop.Series(values, List.of("a", "b"), List.of("2024-01-01")));
    }

    @Test
    void points_have_three_coordinates_and_one_of_them_points_up() {
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> new Backdrop.Cloud(Tensor.of(new float[4], 2, 2), 2));
        Refusal.of(
                ErrorCode.INDEX_OUT_OF_RANGE,
                () -> new Backdrop.Cloud(Tensor.of(new float[3], 1, 3), 3));
    }
}
