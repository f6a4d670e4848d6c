package io.metatransformer.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class CircularWindowsTest {

    @Test
    void every_channel_keeps_its_three_steps_together() {
        float[] values = {1, 10, 2, 20, 3, 30};

        assertArrayEquals(
                new float[] {3, 1, 2, 30, 10, 20, 1, 2, 3, 10, 20, 30, 2, 3, 1, 20, 30, 10},
                CircularWindows.of(values, 2));
    }

    @Test
    void one_and_two_steps_go_round_too() {
        assertArrayEquals(new float[] {7, 7, 7}, CircularWindows.of(new float[] {7}, 1));
        assertArrayEquals(
                new float[] {2, 1, 2, 1, 2, 1}, CircularWindows.of(new float[] {1, 2}, 1));
    }
}
