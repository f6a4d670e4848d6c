package io.metatransformer.server.stream;

import io.metatransformer.core.Reply;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.call.Work;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.AnswerJson;
import io.metatransformer.server.infer.Defaults;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.infer.Outcome;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;

/**
 * What is done for one line, off the event loop.
 *
 * @param predicts whether a head must be named
 */
public record LineWork(
        Limits limits, Inference inference, Work work, WorkerExecutor workers, boolean predicts) {

    /**
     * The answer to a line, written.
     *
     * @param reply of the runtime, for the tally
     */
    record Answered(byte[] line, Reply<?> reply) {}

    /** Reads the first line, if it says what the others have in common. */
    Future<Defaults> defaults(byte[] line) {
        return workers.executeBlocking(
                () ->
                        requireHead(
                                Defaults.isDefaults(line)
                                        ? Defaults.read(line, limits)
                                        : Defaults.none(limits)),
                false);
    }

    private Defaults requireHead(Defaults defaults) {
        boolean named = defaults.question().head().isPresent();
        if (predicts && !named) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "a prediction needs a head: begin with a line {\"defaults\":{\"head\":\"…\"}}; see"
                            + " /api/v1/heads");
        }
        if (!predicts && named) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "a head is asked at /api/v1/predict, not here");
        }
        return defaults;
    }

    /** Answers one line, within the time that the caller of the stream gives a request. */
    Future<Answered> answer(Call stream, Defaults defaults, long number, byte[] line) {
        Call call = stream.part();
        return work.run(
                        call,
                        () -> {
                            Question question = defaults.ask(line);
                            return inference.ask(question, call, Duration.ZERO);
                        },
                        outcome -> written(outcome, number),
                        call::left)
                .onFailure(failed -> call.left());
    }

    private static Answered written(Outcome outcome, long number) {
        return new Answered(AnswerJson.line(outcome, number), outcome.reply());
    }
}
