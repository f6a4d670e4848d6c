package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.Features;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an encoder promises of the sequences that it reads, alone and together. */
abstract class EncoderBatchContract extends EncoderSubject {

    @Test
    void features_have_the_rows_and_segments_of_their_tokens() {
        try (EncoderSession session = open()) {
            assertEquals(width(), session.width());
            for (TokenSequence sequence : SeededRows.sequences(width())) {
                Features features = alone(session, sequence);

                assertArrayEquals(sequence.tokens().shape(), features.values().shape());
                assertEquals(sequence.segments(), features.segments());
                Finite.check("features of " + sequence, features.values());
            }
        }
    }

    @Test
    void a_ragged_batch_gives_each_what_it_gets_alone_in_the_same_order() {
        List<TokenSequence> batch = SeededRows.sequences(width());
        try (EncoderSession session = open()) {
            List<Features> together = session.encode(batch);

            assertEquals(batch.size(), together.size());
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(batch.get(i).segments(), together.get(i).segments(), "item " + i);
                assertSame("item " + i, alone(session, batch.get(i)), together.get(i));
            }
        }
    }

    @Test
    void the_order_of_a_batch_is_no_matter_to_its_items() {
        List<TokenSequence> batch = new ArrayList<>(SeededRows.sequences(width()));
        try (EncoderSession session = open()) {
            List<Features> forwards = session.encode(batch);
            Collections.reverse(batch);
            List<Features> backwards = session.encode(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertSame("item " + i, forwards.get(batch.size() - 1 - i), backwards.get(i));
            }
        }
    }

    @Test
    void no_item_sees_what_its_neighbour_holds() {
        TokenSequence item = SeededRows.series(3, width(), 11);
        TokenSequence calm = SeededRows.series(9, width(), 12);
        TokenSequence loud =
                TokenSequence.of(scaled(calm.tokens(), 1000), calm.segments())
                        .withPositions(scaled(calm.tokens(), 500));
        try (EncoderSession session = open()) {
            Features beside = session.encode(List.of(item, calm)).get(0);
            Features besideLoud = session.encode(List.of(item, loud)).get(0);

            assertSame("beside large values", beside, besideLoud);
        }
    }

    @Test
    void equal_batches_give_equal_features_bit_for_bit() {
        List<TokenSequence> batch = SeededRows.sequences(width());
        try (EncoderSession session = open()) {
            List<Features> first = session.encode(batch);
            List<Features> second = session.encode(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertArrayEquals(
                        first.get(i).values().toArray(), second.get(i).values().toArray());
            }
        }
    }

    @Test
    void positions_of_zero_are_no_positions() {
        TokenSequence plain = SeededRows.series(7, width(), 21);
        Tensor zeros = Tensor.of(new float[7 * width()], 7, width());
        try (EncoderSession session = open()) {
            assertSame(
                    "positions of zero",
                    alone(session, plain),
                    alone(session, plain.withPositions(zeros)));
        }
    }

    @Test
    void positions_are_added_before_every_block_and_not_only_once() {
        TokenSequence plain = SeededRows.series(7, width(), 22);
        Tensor positions = rows(7, width(), 23);
        TokenSequence once = TokenSequence.of(sum(plain.tokens(), positions), plain.segments());
        try (EncoderSession session = open()) {
            Features unpositioned = alone(session, plain);
            Features everywhere = alone(session, plain.withPositions(positions));

            assertDiffer("positions change nothing", unpositioned, everywhere);
            if (hasSeveralBlocks()) {
                assertDiffer("positions were added once", alone(session, once), everywhere);
            } else {
                assertSame("one block", alone(session, once), everywhere);
            }
        }
    }

    @Test
    void every_token_of_a_sequence_counts() {
        TokenSequence sequence = SeededRows.series(6, width(), 31);
        try (EncoderSession session = open()) {
            Features whole = alone(session, sequence);
            float[] changed = sequence.tokens().toArray();
            changed[changed.length - 1] += 1;
            Features other =
                    alone(
                            session,
                            TokenSequence.of(Tensor.of(changed, 6, width()), sequence.segments()));

            assertDiffer("the last value of the last token changes nothing", whole, other);
        }
    }

    private void assertDiffer(String why, Features one, Features other) {
        assertThrows(AssertionError.class, () -> assertSame(why, one, other), why);
    }

    private static Tensor scaled(Tensor tensor, float factor) {
        float[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Tensor.of(values, tensor.shape());
    }

    private static Tensor sum(Tensor one, Tensor other) {
        float[] values = one.toArray();
        float[] more = other.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += more[i];
        }
        return Tensor.of(values, one.shape());
    }
}
