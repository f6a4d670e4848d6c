package io.metatransformer.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Boxes and masks lie where they belong. */
class OverPicturesTest {
    private static final int GROUND = 0x336699;
    private static final int FIRST = Palette.of(0).getRGB() & 0xffffff;
    private static final int SECOND = Palette.of(1).getRGB() & 0xffffff;

    private static Prediction.Box box(float left, float top, float right, float bottom, int index) {
        return new Prediction.Box(
                left, top, right, bottom, new Prediction.Label("label " + index, index, 0.5f));
    }

    @Test
    void a_box_has_its_edges_where_it_says_in_the_users_pixels() {
        var picture = Seen.plain(500, 400, 1000, 800, GROUND); // shown at half its size
        var boxes = new Prediction.Boxes(List.of(box(100, 200, 600, 700, 0)));

        Seen seen = Seen.of(boxes, picture);

        for (int y : new int[] {100, 101, 348, 349}) {
            seen.assertColour(FIRST, 290, y);
        }
        for (int x : new int[] {50, 51, 298, 299}) {
            seen.assertColour(FIRST, x, 340);
        }
        seen.assertColour(GROUND, 290, 350);
        seen.assertColour(GROUND, 300, 340);
        seen.assertColour(GROUND, 49, 340);
        seen.assertColour(GROUND, 170, 220);
    }

    @Test
    void a_small_picture_is_enlarged_by_a_whole_number_and_boxes_with_it() {
        var boxes = new Prediction.Boxes(List.of(box(10, 20, 30, 40, 0)));

        Seen seen = Seen.of(boxes, Seen.plain(50, 60, 50, 60, GROUND)); // 8 times

        assertEquals(50 * 8 + 2 * Sheet.MARGIN, seen.image().getWidth());
        seen.assertColour(FIRST, 10 * 8, 39 * 8);
        seen.assertColour(FIRST, 30 * 8 - 1, 39 * 8);
        seen.assertColour(GROUND, 30 * 8, 39 * 8);
    }

    @Test
    void the_best_box_lies_on_top() {
        var boxes = new Prediction.Boxes(List.of(box(0, 0, 500, 500, 0), box(0, 0, 500, 500, 1)));

        Seen seen = Seen.of(boxes, Seen.plain(500, 500, 500, 500, GROUND));

        seen.assertColour(FIRST, 0, 300);
    }

    @Test
    void the_tag_of_a_box_covers_no_tag_of_a_better_one() {
        List<Prediction.Box> crowd = new ArrayList<>();
        crowd.add(box(100, 100, 300, 300, 0));
        Seen alone = Seen.of(new Prediction.Boxes(crowd), Seen.plain(500, 500, 500, 500, GROUND));
        for (int i = 1; i < 30; i++) {
            crowd.add(box(100 + i % 3, 100, 300, 300 - i % 3, 1));
        }

        Seen crowded = Seen.of(new Prediction.Boxes(crowd), Seen.plain(500, 500, 500, 500, GROUND));

        for (int y = 83; y < 100; y++) {
            for (int x = 100; x < 150; x++) {
                crowded.assertColour(alone.inPicture(x, y), x, y);
            }
        }
    }

    @Test
    void boxes_beyond_the_picture_and_too_many_of_them_are_drawn_as_far_as_they_can_be() {
        List<Prediction.Box> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(box(-1e30f, Float.NaN, 1e30f, Float.POSITIVE_INFINITY, i));
        }

        Seen seen = Seen.of(new Prediction.Boxes(many), Seen.plain(500, 500, 500, 500, GROUND));

        assertEquals(500 + 2 * Sheet.MARGIN, seen.image().getWidth());
        seen.assertColour(FIRST, 0, 300);
    }

    @Test
    void boxes_without_a_picture_lie_on_paper_that_holds_them() {
        Seen seen = Seen.of(new Prediction.Boxes(List.of(box(100, 100, 500, 500, 1))));

        seen.assertColour(SECOND, 100, 300);
        seen.assertColour(SECOND, 499, 300);
        seen.assertColour(Palette.FAINT.getRGB() & 0xffffff, 50, 300);
    }

    @Test
    void a_mask_veils_its_own_pixels_and_no_others() {
        int side = 480;
        float[] classes = new float[side * side];
        for (int i = 0; i < classes.length; i++) {
            int x = i % side;
            int y = i / side;
            classes[i] = y < 10 ? -1 : x >= 100 && x < 200 && y >= 50 ? 1 : 0;
        }
        var mask =
                new Prediction.Mask(Tensor.of(classes, side, side), List.of("Background", "cat"));

        Seen seen = Seen.of(mask, Seen.plain(side, side, side, side, GROUND));

        int veiled = Palette.between(GROUND, SECOND, 0.55);
        for (int i = 0; i < classes.length; i++) {
            int expected = classes[i] == 1 ? veiled : GROUND;
            assertEquals(expected, seen.inPicture(i % side, i / side), "pixel " + i);
        }
    }

    @Test
    void a_coarse_mask_covers_the_whole_picture() {
        var mask =
                new Prediction.Mask(Tensor.of(new float[] {0, 1, 1, 0}, 2, 2), List.of("a", "b"));

        Seen seen = Seen.of(mask, Seen.plain(500, 500, 4000, 4000, GROUND));

        seen.assertColour(Palette.between(GROUND, FIRST, 0.55), 249, 249);
        seen.assertColour(Palette.between(GROUND, SECOND, 0.55), 250, 249);
        seen.assertColour(Palette.between(GROUND, FIRST, 0.55), 499, 499);
    }

    @Test
    void a_mask_of_more_classes_than_labels_and_of_absurd_ones_is_drawn() {
        float[] classes = {0, 1, 2, 3e9f, -7, Float.NaN};
        var mask = new Prediction.Mask(Tensor.of(classes, 2, 3), List.of("only"));

        assertTrue(Seen.of(mask).image().getHeight() > 320);
    }

    @Test
    void a_mask_without_a_pixel_is_refused() {
        var mask = new Prediction.Mask(Tensor.of(new float[0], 0, 3), List.of("a"));

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Drawing.png("a.png", mask, Optional.empty()));

        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
    }
}
