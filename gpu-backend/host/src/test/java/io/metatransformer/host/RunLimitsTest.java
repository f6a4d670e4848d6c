package io.metatransformer.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunLimitsTest {

    @Test
    void sequences_of_similar_lengths_go_together_longest_first() {
        RunLimits limits = new RunLimits(20, 1000);

        assertEquals(
                List.of(List.of(1, 0), List.of(3, 2, 4)), limits.runs(new int[] {9, 11, 5, 9, 5}));
    }

    @Test
    void scores_are_counted_with_their_padding() {
        RunLimits limits = new RunLimits(1000, 2 * 100);

        assertEquals(List.of(List.of(0, 1), List.of(2)), limits.runs(new int[] {10, 1, 1}));
    }

    @Test
    void a_sequence_past_the_limits_is_run_alone() {
        RunLimits limits = new RunLimits(10, 100);

        assertEquals(
                List.of(List.of(1), List.of(2), List.of(0)), limits.runs(new int[] {2, 50, 30}));
    }
}
