package io.metatransformer.head.pointsegmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartRefinementTest {
    private static final boolean[] ALL = {true, true, true};

    /** Points on a line, one apart. */
    private static int[] refined(int[] labels, boolean... belongs) {
        int[] refined = labels.clone();
        float[] xyz = new float[3 * labels.length];
        for (int p = 0; p < labels.length; p++) {
            xyz[3 * p] = p;
        }
        int[] placed = IntStream.range(0, labels.length).toArray();
        PartRefinement.refine(refined, placed, xyz, belongs);
        return refined;
    }

    private static int[] line(int length, int from, int to, int label) {
        int[] labels = new int[length];
        Arrays.fill(labels, from, to, label);
        return labels;
    }

    @Test
    void a_label_of_fewer_than_ten_points_goes_and_one_of_ten_stays() {
        assertArrayEquals(new int[40], refined(line(40, 10, 19, 1), ALL));
        assertArrayEquals(line(40, 10, 20, 1), refined(line(40, 10, 20, 1), ALL));
    }

    @Test
    void a_part_that_the_shape_has_not_goes_as_far_as_other_labels_are_near() {
        int[] labels = line(60, 10, 40, 1);

        int[] refined = refined(labels, true, false, true);

        // Eleven points around the middle ones are all of that part: nothing else is known there.
        assertArrayEquals(line(60, 15, 35, 1), refined);
    }

    @Test
    void of_several_others_the_most_frequent_near_by_is_taken() {
        int[] labels = line(40, 20, 40, 2);
        labels[18] = 1;
        labels[25] = 1;

        int[] refined = refined(labels, ALL);

        assertEquals(0, refined[18]);
        assertEquals(2, refined[25]);
    }

    @Test
    void a_cloud_of_one_label_stays_as_it_is() {
        assertArrayEquals(new int[5], refined(new int[5], false, true, true));
    }

    @Test
    void points_without_a_place_are_left_out() {
        int[] labels = line(31, 10, 19, 1);
        labels[30] = -1;
        float[] xyz = new float[90];
        for (int p = 0; p < 30; p++) {
            xyz[3 * p] = p;
        }

        PartRefinement.refine(labels, IntStream.range(0, 30).toArray(), xyz, ALL);

        assertEquals(-1, labels[30]);
        assertEquals(0, labels[15]);
    }
}
