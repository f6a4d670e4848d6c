package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an encoder promises of itself, of what it does not read, and of closing. */
abstract class EncoderRefusalContract extends EncoderBatchContract {
    /** A sequence past {@code maxTokens} is tried only where it fits into a test's memory. */
    private static final long MOST_VALUES = 1 << 24;

    @Test
    void the_encoder_is_found_and_its_options_are_well_declared() {
        assertFalse(service().name().isBlank());
        OptionPromises.areWellDeclared(service().options());
    }

    @Test
    void opening_checks_options() {
        OptionPromises.areCheckedOnOpening(
                service().options(),
                part().config(),
                config -> service().open(with(config)).close());
    }

    private ModelPart with(Map<String, Object> config) {
        ModelPart part = part();
        return new ModelPart(
                part.name(), part.width(), config, part.weights(), part.origins(), part.folder());
    }

    @Test
    void a_folder_that_is_no_model_is_refused(@TempDir Path empty) {
        assumeTrue(readsFolder(), "this encoder reads no folder");
        ModelPart part = part();
        for (Optional<Path> folder : List.of(Optional.of(empty), Optional.<Path>empty())) {
            Map<String, Object> config = new HashMap<>(part.config());
            Refused.with(
                    ErrorCode.BAD_MODEL,
                    "no model in the folder",
                    () ->
                            service()
                                    .open(
                                            new ModelPart(
                                                    part.name(),
                                                    part.width(),
                                                    config,
                                                    part.weights(),
                                                    part.origins(),
                                                    folder)));
        }
    }

    @Test
    void no_sequences_are_refused() {
        try (EncoderSession session = open()) {
            Refused.with(ErrorCode.EMPTY_INPUT, "no sequences", () -> session.encode(List.of()));
        }
    }

    @Test
    void another_width_is_refused_wherever_it_stands_in_the_batch() {
        TokenSequence good = SeededRows.series(3, width(), 41);
        for (int width : new int[] {1, width() + 1, 2 * width()}) {
            refusesBeside(good, SeededRows.series(3, width, 42), ErrorCode.SHAPE_MISMATCH);
        }
    }

    @Test
    void tokens_and_positions_that_are_no_numbers_are_refused() {
        TokenSequence good = SeededRows.series(3, width(), 43);
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] values = good.tokens().toArray();
            values[values.length - 1] = value;
            Tensor bad = Tensor.of(values, 3, width());

            refusesBeside(good, TokenSequence.of(bad, good.segments()), ErrorCode.NON_FINITE);
            refusesBeside(good, good.withPositions(bad), ErrorCode.NON_FINITE);
        }
    }

    @Test
    void a_sequence_past_the_limit_is_refused_and_not_cut() {
        try (EncoderSession session = open()) {
            int most = session.maxTokens();
            assertTrue(most >= 1, "maxTokens " + most);
            assumeTrue(
                    (most + 1L) * width() <= MOST_VALUES, "the limit does not fit into this test");
            float[] zeros = new float[(most + 1) * width()];
            Tensor tooMany = Tensor.of(zeros, most + 1, width());

            Refused.with(
                    ErrorCode.LIMIT_EXCEEDED,
                    most + 1 + " tokens",
                    () -> session.encode(List.of(SeededRows.series(tooMany))));
        }
    }

    private void refusesBeside(TokenSequence good, TokenSequence bad, ErrorCode code) {
        try (EncoderSession session = open()) {
            Features before = alone(session, good);

            Refused.with(code, "alone", () -> session.encode(List.of(bad)));
            Refused.with(code, "first of two", () -> session.encode(List.of(bad, good)));
            Refused.with(code, "last of two", () -> session.encode(List.of(good, bad)));

            assertSame("after a refusal", before, alone(session, good));
        }
    }

    @Test
    void many_threads_may_encode_at_once() {
        List<TokenSequence> batch = SeededRows.sequences(width());
        try (EncoderSession session = open()) {
            List<Features> expected = session.encode(batch);

            ManyThreads.call(
                    () -> session.encode(batch),
                    features -> {
                        for (int i = 0; i < batch.size(); i++) {
                            assertSame("item " + i, expected.get(i), features.get(i));
                        }
                    });
        }
    }

    @Test
    void what_was_closed_says_so_and_closing_twice_does_nothing() {
        TokenSequence sequence = SeededRows.series(3, width(), 44);
        EncoderSession session = open();
        alone(session, sequence);

        session.close();
        session.close();

        Refused.with(ErrorCode.CLOSED, "a call after close", () -> alone(session, sequence));
    }

    @Test
    void closing_lets_calls_under_way_come_to_their_end() {
        TokenSequence sequence = SeededRows.series(9, width(), 45);
        EncoderSession session = open();
        Features expected = alone(session, sequence);

        ManyThreads.closeUnderWay(
                session,
                () -> alone(session, sequence),
                features -> assertSame("while closing", expected, features));
    }
}
