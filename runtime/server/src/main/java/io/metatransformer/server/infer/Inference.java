package io.metatransformer.server.infer;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Prediction;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Request;
import io.metatransformer.drawing.Drawing;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ItemProblem;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Problems;
import io.metatransformer.server.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The one place where a question of any surface meets the runtime. */
public final class Inference {
    private static final String TRUNCATE = "truncate";

    private final MetaTransformer runtime;
    private final Limits limits;

    public Inference(MetaTransformer runtime, Limits limits) {
        this.runtime = runtime;
        this.limits = limits;
    }

    /** Refuses at once what a question to that model would be refused for; costs nothing. */
    public void requireRoom(Optional<String> model) {
        runtime.requireRoom(model);
    }

    /**
     * Embeds, or asks the head that the question names. Call on a worker; completes on threads of the runtime.
     *
     * @param decode time that reading the question took
     * @return fails with a {@link Refusal} if an item was refused and the question wants all or nothing
     */
    public CompletionStage<Outcome> ask(Question question, Call call, Duration decode) {
        Request request = request(question, call);
        CompletionStage<? extends Reply<? extends Prediction>> reply =
                question.head().isPresent()
                        ? runtime.predictAsync(question.head().get(), request)
                        : runtime.embedAsync(request);
        return located(reply, question, call)
                .thenApply(answers -> new Outcome(call.id(), question, answers, decode));
    }

    /** A question about one input to a head, for its answer to be drawn; otherwise as {@link #ask}. */
    public CompletionStage<Drawn> draw(Question question, Call call, Duration decode) {
        CompletionStage<Outcome> answer = ask(question, call, decode);
        // Asked for at once: a server that drains between the two would take no new work for the
        // second.
        CompletionStage<Optional<Backdrop>> backdrop = backdrop(question, call);
        return answer.thenCompose(outcome -> backdrop.thenApply(seen -> new Drawn(outcome, seen)));
    }

    private CompletionStage<Optional<Backdrop>> backdrop(Question question, Call call) {
        Request request = request(question, call);
        Item item = request.items().get(0);
        if (!(item instanceof Item.Raw raw) || raw.inputs().size() != 1) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        String head = question.head().orElseThrow();
        return located(
                        runtime.backdropAsync(head, request.about(item), Drawing.SIDE),
                        question,
                        call)
                .thenApply(reply -> reply.answers().get(0).orThrow());
    }

    /** Stops at the tokens; otherwise as {@link #ask}. */
    public CompletionStage<TokenOutcome> tokenize(Question question, Call call) {
        return located(runtime.tokenizeAsync(request(question, call)), question, call)
                .thenApply(answers -> new TokenOutcome(call.id(), question, answers));
    }

    private Request request(Question question, Call call) {
        return new Request(
                items(question),
                question.model(),
                question.options(),
                call.deadline(),
                call.cancellation(),
                question.allowRandomWeights(),
                call.precedence(),
                limits.tokens());
    }

    private List<Item> items(Question question) {
        if (question.truncate().isEmpty()) {
            return question.asks().stream().map(Ask::item).toList();
        }
        Set<Modality> cutting =
                runtime.modalities().stream()
                        .filter(info -> info.options().stream().anyMatch(Inference::cuts))
                        .map(info -> info.modality())
                        .collect(Collectors.toSet());
        String side = question.truncate().get();
        return question.asks().stream().map(ask -> cut(ask.item(), side, cutting)).toList();
    }

    private static boolean cuts(io.metatransformer.api.Option option) {
        return option.name().equals(TRUNCATE) && option.perRequest();
    }

    /** Tells those tokenizers which end to cut that can; the others go on refusing what is too long. */
    private static Item cut(Item item, String side, Set<Modality> cutting) {
        if (!(item instanceof Item.Raw raw)) {
            return item;
        }
        List<Input> inputs = new ArrayList<>();
        for (Input input : raw.inputs()) {
            Map<String, Object> options = new HashMap<>(input.options());
            if (cutting.contains(input.modality())) {
                options.putIfAbsent(TRUNCATE, side);
            }
            inputs.add(options.equals(input.options()) ? input : input.withOptions(options));
        }
        return Item.of(inputs);
    }

    /** Turns refusals into problems that say where in the question they belong. */
    private static <T, R extends Reply<? extends T>> CompletionStage<R> located(
            CompletionStage<R> stage, Question question, Call call) {
        return stage.handle(
                (reply, failure) -> {
                    if (failure != null) {
                        throw new Refusal(problem(failure, question, call));
                    }
                    int refused = reply.refused();
                    boolean none = refused == reply.answers().size();
                    if (refused > 0 && (!question.partial() || none)) {
                        throw new Refusal(problem(reply, question, call));
                    }
                    return reply;
                });
    }

    private static Problem problem(Reply<?> reply, Question question, Call call) {
        List<ItemProblem> errors = new ArrayList<>();
        Problem first = null;
        for (Answer<?> answer : reply.answers()) {
            if (answer.refusal().isPresent()) {
                Problem problem = problem(answer.refusal().get(), question, call);
                first = first == null ? problem : first;
                errors.add(
                        new ItemProblem(
                                question.asks().get(answer.index()).pointer(),
                                question.index(answer.index()),
                                problem.code(),
                                problem.detail()));
            }
        }
        boolean alone = reply.answers().size() == 1;
        String detail =
                alone
                        ? first.detail()
                        : errors.size()
                                + " of "
                                + reply.answers().size()
                                + " items refused; item "
                                + errors.get(0).index()
                                + ": "
                                + first.detail();
        return new Problem(first.type(), detail, first.code(), errors, first.retryAfter());
    }

    private static Problem problem(Throwable failure, Question question, Call call) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof MetaTransformerException refusal
                && refusal.code() == ErrorCode.BAD_CONFIG
                && !question.setsOptions()) {
            // Nobody set an option with this request, so the model's own settings are wrong.
            return new Problem(
                    ProblemType.INTERNAL,
                    refusal.getMessage(),
                    Optional.of(refusal.code()),
                    List.of(),
                    Optional.empty());
        }
        return Problems.of(cause, call.id());
    }
}
