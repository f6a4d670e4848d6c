package io.metatransformer.server.rest;

import io.metatransformer.core.Reply;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Rendered;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What one kind of question is, apart from how it comes in. */
interface Answering {

    /** Formats of the answer, the default first. */
    List<String> contentTypes();

    /** What the path says: {@code model}, {@code head} or {@code modality}. */
    Map<String, String> fixed(RoutingContext context);

    /** Parameters of the query that are its own, not the question's. */
    default Set<String> parameters() {
        return Set.of();
    }

    /** What a JSON body is here. */
    JsonBody json();

    /** Refuses at once what would be refused anyhow; on the event loop. */
    void requireRoom(Optional<String> model);

    /**
     * Asks the runtime; on a worker.
     *
     * @param accepted the content type in which the answer will be wanted
     */
    CompletionStage<Answered> answer(
            Question question, Call call, Duration decode, RoutingContext context, String accepted);

    /** An answer before it is written. */
    interface Answered {

        /** What the runtime said. */
        Reply<?> reply();

        /** Writes it; on a worker. */
        Rendered render(String contentType);
    }
}
