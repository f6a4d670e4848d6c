package io.metatransformer.server.rest;

import io.metatransformer.core.Reply;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Rendered;
import io.metatransformer.server.infer.Similarity;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code POST /api/v1/similarity}: how alike inputs are. */
final class SimilarityAnswering implements Answering {
    private final Inference inference;

    SimilarityAnswering(Inference inference) {
        this.inference = inference;
    }

    @Override
    public List<String> contentTypes() {
        return List.of("application/json");
    }

    @Override
    public Map<String, String> fixed(RoutingContext context) {
        return Map.of();
    }

    @Override
    public JsonBody json() {
        return JsonBody.COMPARISON;
    }

    @Override
    public void requireRoom(Optional<String> model) {
        // the model is named in the body
    }

    @Override
    public CompletionStage<Answered> answer(
            Question question,
            Call call,
            Duration decode,
            RoutingContext context,
            String accepted) {
        return inference
                .ask(question, call, decode)
                .thenApply(outcome -> new Compared(Similarity.of(outcome)));
    }

    private record Compared(Similarity similarity) implements Answered {
        @Override
        public Reply<?> reply() {
            return similarity.outcome().reply();
        }

        @Override
        public Rendered render(String contentType) {
            return new Rendered(contentType, Map.of(), similarity.document());
        }
    }
}
