package io.metatransformer.head.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the pixels of a picture and the cells of a map lie upon each other. */
class GeometryTest {
    /** 8 × 2 px, of which two tokens cover the 4 × 2 px from the third column on. */
    private static final GridFrame MIDDLE = new GridFrame(1, 2, 8, 2, 2, 0, 4, 2);

    @Test
    void pixels_more_than_half_a_token_away_were_not_seen() {
        PixelClasses pixels = new PixelClasses("test", MIDDLE, new float[] {1, 0, 0, 1}, 1, 2, 2);

        float[] seen = pixels.classes(false).toArray();
        float[] all = pixels.classes(true).toArray();

        assertArrayEquals(new float[] {-1, 0, 0, 0, 1, 1, 1, -1, -1, 0, 0, 0, 1, 1, 1, -1}, seen);
        assertArrayEquals(new float[] {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1}, all);
    }

    @Test
    void scores_are_linear_between_centres_and_a_third_class_may_win_there() {
        GridFrame frame = new GridFrame(1, 2, 20, 1, 0, 0, 20, 1);
        float[] scores = {1, 0, 0.6f, 0, 1, 0.6f};
        PixelClasses pixels = new PixelClasses("test", frame, scores, 1, 2, 3);

        float[] classes = pixels.classes(false).toArray();
        float[] blended = new float[3];
        pixels.blend(0, 10, blended);

        assertEquals(0, classes[0]);
        assertEquals(2, classes[10]);
        assertEquals(1, classes[19]);
        assertArrayEquals(new float[] {0.45f, 0.55f, 0.6f}, blended, 1e-6f);
    }

    @Test
    void scores_that_are_no_numbers_are_refused() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                new PixelClasses(
                                        "test", MIDDLE, new float[] {0, Float.NaN}, 1, 2, 1));

        assertEquals(ErrorCode.NON_FINITE_OUTPUT, refusal.code());
    }

    @Test
    void a_cell_has_the_shares_of_the_pixels_that_lie_on_it_in_part_too() {
        // Three pixels upon two cells: the middle one lies on both.
        GridFrame frame = new GridFrame(1, 2, 3, 1, 0, 0, 3, 1);

        float[] targets = targets(frame, 2, new float[] {1, 1}, 0, 1, 0, 0);

        assertArrayEquals(new float[] {1 / 3f, 2 / 3f, 1, 0}, targets, 1e-6f);
    }

    @Test
    void unknown_and_uncovered_pixels_have_no_share() {
        float[] row = {1, 1, 0, -1, 1, 1, 0, 0};
        float[] mask = new float[16];
        System.arraycopy(row, 0, mask, 0, 8);
        System.arraycopy(row, 0, mask, 8, 8);

        CellShares shares = CellShares.of(Tensor.of(mask, 2, 8), new int[] {0, 1}, 2, MIDDLE, 1, 2);

        assertArrayEquals(
                new float[] {0.5f, 0, 0, 1}, written(shares, new float[] {1, 1}, 0, 2), 1e-6f);
    }

    @Test
    void several_cells_may_share_one_pixel() {
        GridFrame frame = new GridFrame(2, 2, 1, 1, 0, 0, 1, 1);

        CellShares shares =
                CellShares.of(Tensor.of(new float[] {1}, 1, 1), new int[] {0, 1}, 2, frame, 2, 2);

        assertArrayEquals(
                new float[] {0, 1, 0, 1, 0, 1, 0, 1},
                written(shares, new float[] {1, 1}, 0, 4),
                1e-6f);
    }

    @Test
    void weights_of_classes_and_smoothing_change_what_a_cell_should_answer() {
        GridFrame frame = new GridFrame(1, 2, 2, 1, 0, 0, 2, 1);

        float[] targets = targets(frame, 2, new float[] {1, 3}, 0.2f, 0, 1);

        assertArrayEquals(new float[] {0.9f, 0.1f, 0.3f, 2.7f}, targets, 1e-6f);
    }

    @Test
    void a_digest_brings_back_the_grid_that_it_was_made_of() {
        GridFrame frame = new GridFrame(2, 3, 450, 300, 76.5f, -0.25f, 297, 300.5f);
        Tensor tokens = Pictures.values(6, 5, 1).reshape(2, 3, 5);

        assertEquals(
                new TokenGrid(frame, tokens), TokenGrid.of(new TokenGrid(frame, tokens).digest()));
    }

    @Test
    void pictures_without_an_end_are_refused_before_anything_is_made() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> new GridFrame(2, 2, 1 << 20, 1 << 20, 0, 0, 1, 1));

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    }

    @Test
    void a_batch_is_cut_where_sides_differ_and_where_it_grows_too_large() {
        GridFrame small = new GridFrame(1, 2, 2, 1, 0, 0, 2, 1);
        GridFrame other = new GridFrame(2, 1, 1, 2, 0, 0, 1, 2);
        Tensor two = Tensor.of(new float[2], 1, 2, 1);
        TokenGrid a = new TokenGrid(small, two);
        TokenGrid b = new TokenGrid(other, two.reshape(2, 1, 1));

        assertEquals(List.of(List.of(0, 2, 3), List.of(1)), BatchParts.of(List.of(a, b, a, a), 1));
        assertEquals(List.of(List.of(0, 1), List.of(2)), BatchParts.of(List.of(a, a, a), 1L << 25));
        assertEquals(List.of(List.of(0), List.of(1)), BatchParts.of(List.of(a, a), 1L << 40));
    }

    private static float[] targets(
            GridFrame frame, int K, float[] classWeights, float smoothing, float... row) {
        int[] index = new int[K];
        for (int k = 0; k < K; k++) {
            index[k] = k;
        }
        Tensor mask = Tensor.of(row, 1, row.length);
        CellShares shares = CellShares.of(mask, index, K, frame, 1, 2);
        return written(shares, classWeights, smoothing, 2);
    }

    private static float[] written(
            CellShares shares, float[] classWeights, float smoothing, int cells) {
        FloatBuffer targets = FloatBuffer.allocate(cells * classWeights.length);
        shares.write(targets, classWeights, smoothing);
        assertEquals(0, targets.remaining());
        return targets.array();
    }
}
