package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.TokenSequence;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an open head promises. */
abstract class HeadSessionContract extends HeadServiceContract {

    @Test
    void features_get_an_answer_of_finite_numbers() {
        assertFalse(samples().isEmpty(), "a contract needs at least one sample");
        try (HeadSession session = open()) {
            assertEquals(width(), session.width());
            for (Features features : samples()) {
                PredictionPromises.areKept(session.predict(features));
            }
        }
    }

    @Test
    void equal_features_give_equal_answers_in_any_session() {
        try (HeadSession one = open();
                HeadSession other = open()) {
            for (Features features : samples()) {
                Prediction first = one.predict(features);

                assertEquals(first, one.predict(features), "again");
                assertEquals(first, one.predict(features, Map.of()), "with no options");
                assertEquals(first, other.predict(features), "elsewhere");
            }
        }
    }

    @Test
    void a_request_leaves_no_trace_for_the_next() {
        try (HeadSession session = open()) {
            for (Features features : samples()) {
                Prediction before = session.predict(features);
                samples().forEach(session::predict);

                assertEquals(before, session.predict(features));
            }
        }
    }

    @Test
    void many_threads_may_ask_at_once() {
        try (HeadSession session = open()) {
            for (Features features : samples()) {
                Prediction alone = session.predict(features);

                ManyThreads.call(
                        () -> session.predict(features), answer -> assertEquals(alone, answer));
            }
        }
    }

    @Test
    void features_of_another_width_are_refused() {
        try (HeadSession session = open()) {
            for (int width : new int[] {1, width() + 1, 2 * width()}) {
                TokenSequence sequence = SeededRows.picture(width, 1);
                Refused.with(
                        ErrorCode.SHAPE_MISMATCH,
                        "features of width " + width,
                        () -> session.predict(Features.of(sequence.tokens(), sequence.segments())));
            }
        }
    }

    @Test
    void a_layout_that_it_cannot_answer_is_refused() {
        try (HeadSession session = open()) {
            for (Features features : unreadable()) {
                Refused.with(
                        ErrorCode.SHAPE_MISMATCH,
                        features.toString(),
                        () -> session.predict(features));
            }
        }
    }

    @Test
    void options_of_a_request_are_checked() {
        Features features = samples().get(0);
        try (HeadSession session = open()) {
            OptionPromises.areCheckedOnRequest(
                    service().options(), options -> session.predict(features, options));
        }
    }

    @Test
    void what_was_closed_says_so_and_closing_twice_does_nothing() {
        Features features = samples().get(0);
        HeadSession session = open();
        session.predict(features);

        session.close();
        session.close();

        Refused.with(ErrorCode.CLOSED, "a call after close", () -> session.predict(features));
    }

    @Test
    void closing_lets_calls_under_way_come_to_their_end() {
        Features features = samples().get(0);
        HeadSession session = open();
        Prediction expected = session.predict(features);

        ManyThreads.closeUnderWay(
                session, () -> session.predict(features), answer -> assertEquals(expected, answer));
    }
}
