package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSequenceTest {

    /** A grid of 1 x 2 after one special token, width 2, each row counting up from {@code first}. */
    private static TokenSequence picture(float first) {
        return TokenSequence.of(
                Tensor.of(
                        new float[] {first, first, first + 1, first + 1, first + 2, first + 2},
                        3,
                        2),
                Modality.IMAGE,
                1,
                new Layout.Grid(1, 2),
                Origin.named("p" + first));
    }

    private static TokenSequence series(int steps, int width) {
        return TokenSequence.of(
                Tensor.of(new float[steps * width], steps, width),
                Modality.TIME_SERIES,
                0,
                new Layout.Series(steps),
                Origin.named("s"));
    }

    @Test
    void fused_parts_lie_one_after_the_other_each_with_its_segment() {
        TokenSequence fused = TokenSequence.concat(List.of(picture(1), series(1, 2), picture(5)));

        assertEquals(7, fused.length());
        assertEquals(2, fused.width());
        assertArrayEquals(
                new float[] {1, 1, 2, 2, 3, 3, 0, 0, 5, 5, 6, 6, 7, 7}, fused.tokens().toArray());
        assertEquals(List.of(0, 3, 4), fused.segments().stream().map(Segment::start).toList());
        assertEquals(List.of(3, 4, 7), fused.segments().stream().map(Segment::end).toList());
        Segment last = fused.segments().get(2);
        assertEquals(Modality.IMAGE, last.modality());
        assertEquals(5, last.ordinaryStart());
        assertEquals("p5.0", last.origin().name());
        assertTrue(fused.positions().isEmpty());
    }

    @Test
    void fusing_what_was_fused_keeps_every_segment() {
        TokenSequence two = TokenSequence.concat(List.of(picture(1), picture(2)));

        TokenSequence all = TokenSequence.concat(List.of(series(2, 2), two));

        assertEquals(List.of(0, 2, 5), all.segments().stream().map(Segment::start).toList());
    }

    @Test
    void where_only_some_parts_have_positions_the_others_count_as_zero() {
        Tensor positions = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

        TokenSequence fused =
                TokenSequence.concat(
                        List.of(series(1, 2), picture(1).withPositions(positions), series(1, 2)));

        assertArrayEquals(
                new float[] {0, 0, 1, 2, 3, 4, 5, 6, 0, 0},
                fused.positions().orElseThrow().toArray());
    }

    @Test
    void one_part_is_itself() {
        TokenSequence only = picture(1);

        assertSame(only, TokenSequence.concat(List.of(only)));
    }

    @Test
    void parts_that_cannot_be_fused_are_refused() {
        Refusal.of(ErrorCode.EMPTY_INPUT, () -> TokenSequence.concat(List.of()));
        String message =
                Refusal.of(
                        ErrorCode.SHAPE_MISMATCH,
                        () -> TokenSequence.concat(List.of(series(1, 2), series(1, 3))));
        assertTrue(message.contains("2 and 3"), message);
    }

    @Test
    void segments_cover_every_row_back_to_back() {
        Tensor tokens = Tensor.of(new float[6], 3, 2);
        Segment first = new Segment(Modality.IMAGE, 0, 1, new Layout.Set(1), Origin.named("a"));

        Segment second = new Segment(Modality.IMAGE, 2, 0, new Layout.Set(1), Origin.named("b"));

        assertEquals(2, TokenSequence.of(tokens, List.of(first, second)).segments().size());
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> TokenSequence.of(tokens, List.of(first)));
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> TokenSequence.of(tokens, List.of()));
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> TokenSequence.of(tokens, List.of(first, first)));
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> TokenSequence.of(tokens, List.of(first.shifted(1))));
    }

    @Test
    void tokens_are_a_matrix_with_at_least_one_row_and_column() {
        List<Segment> none = List.of();

        Refusal.of(
                ErrorCode.SHAPE_MISMATCH, () -> TokenSequence.of(Tensor.of(new float[2], 2), none));
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> TokenSequence.of(Tensor.of(new float[0], 0, 2), none));
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> TokenSequence.of(Tensor.of(new float[0], 2, 0), none));
    }

    @Test
    void positions_have_the_shape_of_the_tokens() {
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> picture(1).withPositions(Tensor.of(new float[6], 2, 3)));
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> picture(1).withPositions(Tensor.of(new float[6], 6)));
    }

    @Test
    void features_keep_the_same_rules() {
        TokenSequence tokens = picture(1);

        Features features = Features.of(tokens.tokens(), tokens.segments());

        assertEquals(3, features.length());
        assertEquals(2, features.width());
        assertEquals(tokens.segments(), features.segments());
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> Features.of(Tensor.of(new float[8], 4, 2), tokens.segments()));
    }
}
