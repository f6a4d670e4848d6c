package io.metatransformer.server.rest;

import io.metatransformer.core.Reply;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Rendered;
import io.metatransformer.server.infer.TokenOutcome;
import io.metatransformer.server.infer.TokensJson;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code POST /api/v1/modalities/{id}/tokenize}: how inputs look to the encoder. */
final class TokenAnswering implements Answering {
    static final String SUMMARY = "summary";

    private final Inference inference;

    TokenAnswering(Inference inference) {
        this.inference = inference;
    }

    @Override
    public List<String> contentTypes() {
        return List.of("application/json");
    }

    @Override
    public Map<String, String> fixed(RoutingContext context) {
        return Map.of("modality", context.pathParam("id"));
    }

    @Override
    public Set<String> parameters() {
        return Set.of(SUMMARY);
    }

    @Override
    public JsonBody json() {
        return JsonBody.QUESTION;
    }

    @Override
    public void requireRoom(Optional<String> model) {
        // tokenizing needs no place in front of the encoder
    }

    @Override
    public CompletionStage<Answered> answer(
            Question question,
            Call call,
            Duration decode,
            RoutingContext context,
            String accepted) {
        String summary = context.request().getParam(SUMMARY, "false");
        if (!summary.equals("true") && !summary.equals("false")) {
            throw new Refusal(ProblemType.INVALID_REQUEST, "summary is true or false");
        }
        if (!question.options().isEmpty() || question.head().isPresent()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "no head takes part in tokenizing, so there is nobody to take its options;"
                            + " those of a tokenizer stand with the input");
        }
        return inference
                .tokenize(question, call)
                .thenApply(outcome -> new Tokenized(outcome, summary.equals("true")));
    }

    private record Tokenized(TokenOutcome outcome, boolean summary) implements Answered {
        @Override
        public Reply<?> reply() {
            return outcome.reply();
        }

        @Override
        public Rendered render(String contentType) {
            return new Rendered(contentType, Map.of(), TokensJson.document(outcome, summary));
        }
    }
}
