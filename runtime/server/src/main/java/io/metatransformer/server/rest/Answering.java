package io.metatransformer.server.rest;

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

    /** Whether a JSON body is an input rather than a question. */
    boolean jsonIsData();

    /** Refuses at once what would be refused anyhow; on the event loop. */
    void requireRoom(Optional<String> model);

    /** Asks the runtime; on a worker. */
    CompletionStage<Reply> answer(
            Question question, Call call, Duration decode, RoutingContext context);

    /** An answer before it is written. */
    interface Reply {

        /** Name of the model that answered. */
        String model();

        /** The one modality of all items, or {@code mixed}. */
        String modality();

        /** Writes it; on a worker. */
        Rendered render(String contentType);
    }
}
