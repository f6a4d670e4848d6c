package io.metatransformer.server.infer;

import io.metatransformer.api.Prediction;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Reply;
import java.time.Duration;

/**
 * A question and what came of it.
 *
 * @param decode time that reading the question took
 */
public record Outcome(
        String requestId, Question question, Reply<? extends Prediction> reply, Duration decode) {

    /** Items that could not be answered. */
    public int failed() {
        return reply.refused();
    }

    /** Whether not one item could be answered. */
    public boolean allFailed() {
        return failed() == reply.answers().size();
    }

    /** What was asked for an answer. */
    public Ask ask(Answer<?> answer) {
        return question.asks().get(answer.index());
    }
}
