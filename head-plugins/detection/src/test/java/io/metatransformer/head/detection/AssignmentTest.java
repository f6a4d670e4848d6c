package io.metatransformer.head.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final float[] OBJECTS = {0, 0, 10, 10, 20, 20, 30, 30};

    @Test
    void boxes_find_what_they_overlap_most_or_are_background_or_unclear() {
        float[] boxes = {0, 0, 10, 8, 0, 0, 10, 5, 0, 0, 10, 2, 50, 50, 60, 60};

        int[] assigned = Assignment.of(boxes, OBJECTS, 0.7, 0.3, 0);

        assertArrayEquals(
                new int[] {0, Assignment.UNCLEAR, Assignment.NONE, Assignment.NONE}, assigned);
    }

    @Test
    void an_object_gets_the_boxes_that_overlap_it_most_if_by_enough() {
        float[] boxes = {0, 0, 10, 5, 0, 5, 10, 10, 0, 0, 10, 4, 20, 20, 30, 22};

        int[] assigned = Assignment.of(boxes, OBJECTS, 0.7, 0.3, 0.3);

        assertArrayEquals(new int[] {0, 0, Assignment.UNCLEAR, Assignment.NONE}, assigned);
    }

    @Test
    void without_objects_all_is_background() {
        assertArrayEquals(
                new int[] {Assignment.NONE},
                Assignment.of(new float[] {0, 0, 1, 1}, new float[0], 0.7, 0.3, 0.3));
    }

    @Test
    void a_sample_has_at_most_its_share_of_objects_and_fills_up_with_background() {
        int[] assigned = new int[40];
        Arrays.fill(assigned, 20, 35, Assignment.NONE);
        Arrays.fill(assigned, 35, 40, Assignment.UNCLEAR);

        Sample sample = Sample.draw(assigned, 16, 0.25, new SplitMix64(1));
        Sample again = Sample.draw(assigned, 16, 0.25, new SplitMix64(1));
        Sample few = Sample.draw(assigned, 60, 0.5, new SplitMix64(1));

        assertEquals(4, sample.objects().length);
        assertEquals(12, Arrays.stream(sample.background()).distinct().count());
        assertEquals(12, Arrays.stream(sample.background()).filter(i -> i >= 20 && i < 35).count());
        assertArrayEquals(sample.background(), again.background());
        assertEquals(20, few.objects().length);
        assertEquals(15, few.background().length);
    }

    @Test
    void truth_counts_as_far_as_the_crop_shows_it() {
        View view = new View(2, 2, 100, 60, 20, 0, 60, 60);
        Target.Boxes all =
                new Target.Boxes(
                        List.of(
                                new Target.Box(0, 0, 19, 60, "a"),
                                new Target.Box(0, 30, 50, 60, "b")));

        Truth truth = Truth.of(all, view, List.of("a", "b"));

        assertArrayEquals(new int[] {1}, truth.labels());
        assertArrayEquals(new float[] {0, 16, 16, 32}, truth.boxes(), 1e-5f);
        assertArrayEquals(new float[] {20, 30, 50, 60}, view.toUser(truth.boxes().clone()), 1e-5f);
    }
}
