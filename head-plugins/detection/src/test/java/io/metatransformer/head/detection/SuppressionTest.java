package io.metatransformer.head.detection;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {
    private final Golden golden = Goldens.read("nms");
    private final float[] boxes = Goldens.floats(golden, "input.boxes");

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.7})
    void what_is_kept_is_what_the_reference_keeps(double threshold) {
        float[] scores = Goldens.floats(golden, "input.scores");
        int[] labels = golden.ints("input.labels");

        assertArrayEquals(
                golden.ints("output.keep_" + threshold),
                Suppression.keep(boxes, scores, threshold));
        assertArrayEquals(
                golden.ints("output.batched_keep_" + threshold),
                Suppression.keepWithin(boxes, scores, labels, threshold));
    }

    @Test
    void the_best_of_all_classes_are_those_of_the_reference() {
        float[] eachClass = new float[4 * boxes.length];
        for (int at = 0; at < eachClass.length; at++) {
            eachClass[at] = boxes[at / 16 * 4 + at % 4];
        }

        Found found =
                Found.ofClasses(
                        eachClass, Goldens.floats(golden, "input.multi_scores"), 4, 0.35, 0.5, 20);

        assertArrayEquals(golden.ints("output.multiclass_labels"), found.labels());
        var dets = golden.tensor("output.multiclass_dets");
        assertArrayEquals(Goldens.columns(dets, 0, 4), found.boxes());
        assertArrayEquals(Goldens.columns(dets, 4, 5), found.scores());
    }

    @Test
    void overlaps_are_those_of_the_reference() {
        float[] iou = new float[8 * 120];
        float[] generalised = new float[8 * 9];
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 120; j++) {
                iou[120 * i + j] = Overlap.of(boxes, i, boxes, j);
            }
            for (int j = 0; j < 9; j++) {
                generalised[9 * i + j] = Overlap.generalised(boxes, i, boxes, j);
            }
        }

        assertClose("iou", Goldens.floats(golden, "output.iou"), iou, 1e-6, 0);
        assertClose("giou", Goldens.floats(golden, "output.giou"), generalised, 1e-6, 0);
    }

    @Test
    void boxes_without_an_area_overlap_nothing() {
        float[] empty = {1, 1, 1, 1, 1, 1, 1, 1};

        assertEquals(0, Overlap.of(empty, 0, empty, 1));
    }

    @Test
    void equal_scores_keep_the_order_of_their_indices() {
        assertArrayEquals(
                new int[] {3, 1, 2, 0, 4}, Suppression.order(new float[] {0, 0.5f, 0.5f, 1, -1}));
    }

    @Test
    void softly_suppressed_boxes_lose_the_share_that_they_overlap() {
        float[] three = {0, 0, 10, 10, 0, 0, 10, 8, 20, 20, 30, 30};
        float[] scores = {0.9f, 0.8f, 0.5f};

        int[] kept = Suppression.soften(three, scores, 0.5, 0.05f);

        assertArrayEquals(new int[] {0, 2, 1}, kept);
        assertArrayEquals(new float[] {0.9f, 0.16f, 0.5f}, scores, 1e-6f);
    }
}
