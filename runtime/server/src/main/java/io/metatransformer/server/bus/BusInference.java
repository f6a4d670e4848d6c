package io.metatransformer.server.bus;

import io.metatransformer.api.wire.Wire;
import io.metatransformer.core.Answer;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.call.Operation;
import io.metatransformer.server.call.Work;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.AnswerJson;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.infer.Outcome;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Questions;
import io.metatransformer.server.infer.TokenOutcome;
import io.metatransformer.server.infer.TokensJson;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;

/** Questions on the bus: JSON is answered in JSON, data to be tokenized in binary form. */
public final class BusInference {
    private final BusCalls calls;
    private final BusQuestions questions;
    private final Inference inference;

    public BusInference(
            Limits limits,
            Calls calls,
            Work work,
            Meters meters,
            Tracing tracing,
            Questions questions,
            Inference inference) {
        this.calls = new BusCalls(limits, calls, work, meters, tracing);
        this.questions = new BusQuestions(questions, limits.bodyBytes());
        this.inference = inference;
    }

    void embed(Message<Object> message) {
        calls.handle(
                message,
                Operation.EMBED,
                asked -> {
                    Question question = questions.question(asked);
                    if (question.head().isPresent()) {
                        throw new Refusal(
                                ProblemType.INVALID_REQUEST,
                                "a head is asked at " + Addresses.PREDICT + ", not here");
                    }
                    return question;
                },
                inference::ask,
                BusInference::json);
    }

    void predict(Message<Object> message) {
        calls.handle(
                message,
                Operation.PREDICT,
                asked -> {
                    Question question = questions.question(asked);
                    if (question.head().isEmpty()) {
                        throw new Refusal(
                                ProblemType.INVALID_REQUEST,
                                "a prediction needs a head; " + Addresses.HEADS + " lists them");
                    }
                    return question;
                },
                inference::ask,
                BusInference::json);
    }

    void head(Message<Object> message, String head) {
        calls.handle(
                message,
                Operation.HEAD,
                asked -> questions.features(asked, head),
                inference::ask,
                BusInference::json);
    }

    void tokenize(Message<Object> message, String modality) {
        boolean binary = message.body() instanceof Buffer;
        calls.handle(
                message,
                Operation.TOKENIZE,
                asked -> questions.tokens(asked, modality),
                (question, call, decode) -> inference.tokenize(question, call),
                outcome -> binary ? wire(outcome) : json(outcome));
    }

    private static BusCalls.Answer json(Outcome outcome) {
        JsonObject document = new JsonObject(Buffer.buffer(AnswerJson.document(outcome)));
        return new BusCalls.Answer(document, outcome.reply());
    }

    private static BusCalls.Answer json(TokenOutcome outcome) {
        JsonObject document = new JsonObject(Buffer.buffer(TokensJson.document(outcome, false)));
        return new BusCalls.Answer(document, outcome.reply());
    }

    private static BusCalls.Answer wire(TokenOutcome outcome) {
        ByteBuffer tokens =
                Wire.encode(outcome.reply().answers().stream().map(Answer::orThrow).toList());
        byte[] bytes = new byte[tokens.remaining()];
        tokens.get(bytes);
        return new BusCalls.Answer(Buffer.buffer(bytes), outcome.reply());
    }
}
