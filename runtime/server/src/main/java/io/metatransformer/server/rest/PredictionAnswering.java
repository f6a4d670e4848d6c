package io.metatransformer.server.rest;

import io.metatransformer.core.Reply;
import io.metatransformer.drawing.Drawing;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.infer.Drawn;
import io.metatransformer.server.infer.Format;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.infer.Outcome;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Rendered;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Embeddings and predictions. */
final class PredictionAnswering implements Answering {
    private static final List<Format> OF_EMBEDDINGS =
            List.of(Format.JSON, Format.NDJSON, Format.OCTETS, Format.NPY);
    private static final List<Format> OF_PREDICTIONS = List.of(Format.JSON, Format.NDJSON);

    private final Inference inference;
    private final boolean predicts;
    private final Optional<String> fixed;

    /**
     * @param predicts whether a head must be named
     * @param fixed what the {@code {id}} of the path stands for, if it has one
     */
    PredictionAnswering(Inference inference, boolean predicts, Optional<String> fixed) {
        this.inference = inference;
        this.predicts = predicts;
        this.fixed = fixed;
    }

    @Override
    public List<String> contentTypes() {
        List<String> types = Format.contentTypes(predicts ? OF_PREDICTIONS : OF_EMBEDDINGS);
        return predicts
                ? Stream.concat(types.stream(), Stream.of(Drawing.MEDIA_TYPE)).toList()
                : types;
    }

    @Override
    public Map<String, String> fixed(RoutingContext context) {
        return fixed.map(name -> Map.of(name, context.pathParam("id"))).orElse(Map.of());
    }

    @Override
    public JsonBody json() {
        return fixed.isPresent() ? JsonBody.DATA : JsonBody.QUESTION;
    }

    @Override
    public void requireRoom(Optional<String> model) {
        if (model.isPresent()) {
            inference.requireRoom(model);
        }
    }

    @Override
    public CompletionStage<Answered> answer(
            Question question,
            Call call,
            Duration decode,
            RoutingContext context,
            String accepted) {
        if (predicts && question.head().isEmpty()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "a prediction needs a head; see /api/v1/heads");
        }
        if (!predicts && question.head().isPresent()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "a head is asked at /api/v1/predict, not here");
        }
        if (accepted.equals(Drawing.MEDIA_TYPE)) {
            requireOne(question);
            return inference.draw(question, call, decode).thenApply(Pictured::new);
        }
        return inference.ask(question, call, decode).thenApply(Predicted::new);
    }

    private static void requireOne(Question question) {
        if (question.asks().size() != 1) {
            throw new Refusal(
                    ProblemType.NOT_ACCEPTABLE,
                    "a picture shows the answer to one input, and "
                            + question.asks().size()
                            + " came; ask one by one, or accept application/json");
        }
    }

    private record Pictured(Drawn drawn) implements Answered {
        @Override
        public Reply<?> reply() {
            return drawn.outcome().reply();
        }

        @Override
        public Rendered render(String contentType) {
            return new Rendered(contentType, Map.of(), drawn.png());
        }
    }

    private record Predicted(Outcome outcome) implements Answered {
        @Override
        public Reply<?> reply() {
            return outcome.reply();
        }

        @Override
        public Rendered render(String contentType) {
            return Format.of(contentType).render(outcome);
        }
    }
}
