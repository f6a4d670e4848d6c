package io.metatransformer.core;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.Words;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Input ──Tokenizer──▶ TokenSequence ──Encoder──▶ Features ──Head──▶ Prediction, for many at once. */
@Singleton
final class Pipeline {
    /** Enough to keep batches full; more would only hold tokens in memory, and others out of the queue. */
    private static final int MAX_LANES = 64;

    private final Models models;
    private final Installed installed;
    private final Workers workers;
    private final Gate gate;
    private final ModelSettings settings;
    private final PipelineListener listener;
    private final int maxLanes;

    @Inject
    Pipeline(
            Models models,
            Installed installed,
            Workers workers,
            Gate gate,
            ModelSettings settings,
            BatchSettings batches,
            PipelineListener listener) {
        this.models = models;
        this.installed = installed;
        this.workers = workers;
        this.gate = gate;
        this.settings = settings;
        this.listener = listener;
        this.maxLanes = Math.max(1, Math.min(MAX_LANES, batches.capacity() / 4));
    }

    private interface Opening<T> {
        Work<T> open(Model model, boolean allowRandom);
    }

    Call<TokenSequence> tokenize(Request request) {
        return start(
                request,
                false,
                (model, allowRandom) ->
                        new Work.Tokens(tokenizing(model, Optional.empty(), allowRandom)));
    }

    Call<Optional<Preview>> preview(Request request) {
        return look(request, Optional.empty(), TokenizerSession::preview);
    }

    Call<Optional<Backdrop>> backdrop(String head, Request request, int side) {
        return look(
                request, Optional.of(head), (tokenizer, input) -> tokenizer.backdrop(input, side));
    }

    private <T> Call<Optional<T>> look(
            Request request, Optional<String> head, Tokenizing.Look<T> look) {
        return start(
                request,
                false,
                (model, allowRandom) ->
                        new Work.Looks<>(tokenizing(model, head, allowRandom), look));
    }

    Call<Features> encode(Request request) {
        return start(
                request,
                needsEncoder(request),
                (model, allowRandom) ->
                        encoding(
                                request,
                                model,
                                tokenizing(model, Optional.empty(), allowRandom),
                                Goal.features()));
    }

    Call<Prediction> predict(String head, Request request) {
        return answer(head, request, made -> made);
    }

    Call<Prediction.Embedding> embed(Request request) {
        return answer("embedding", request, Goal::embedding);
    }

    private <P extends Prediction> Call<P> answer(
            String head, Request request, Function<Prediction, P> kind) {
        return start(
                request,
                needsEncoder(request),
                (model, allowRandom) -> {
                    Lease<Opened<HeadSession>> lease = model.head(head, allowRandom);
                    Goal<P> goal = Goal.of(lease, request.options(), kind);
                    try {
                        lease.get()
                                .options()
                                .withRequest(request.options()); // refused once, for all
                        Tokenizing tokenizing = tokenizing(model, Optional.of(head), allowRandom);
                        return encoding(request, model, tokenizing, goal);
                    } catch (Throwable e) {
                        goal.close();
                        throw e;
                    }
                });
    }

    private static boolean needsEncoder(Request request) {
        return request.items().stream().anyMatch(item -> !(item instanceof Item.Encoded));
    }

    private Tokenizing tokenizing(Model model, Optional<String> head, boolean allowRandom) {
        return new Tokenizing(model, installed, head, allowRandom, listener);
    }

    private <T> Work<T> encoding(
            Request request, Model model, Tokenizing tokenizing, Goal<T> goal) {
        Optional<Lease<Opened<EncoderLane>>> encoder =
                needsEncoder(request) ? Optional.of(model.encoder()) : Optional.empty();
        return new Encoding<>(
                tokenizing,
                encoder,
                goal,
                request.deadline(),
                request.precedence(),
                workers.stages(),
                maxLanes);
    }

    private <T> Call<T> start(Request request, boolean needsEncoder, Opening<T> opening) {
        Call<T> call = new Call<>(request, workers.stages(), listener);
        gate.enter(call);
        call.atEnd(() -> gate.leave(call));
        try {
            boolean allowRandom = settings.allowRandomWeights() || request.allowRandomWeights();
            watch(call, request);
            Models.Use use = models.use(request.model());
            call.atEnd(use.lease()::close);
            Model model = use.lease().get();
            call.repliesWith(parts -> provenance(model.manifest(), parts));
            if (needsEncoder) {
                requireAllowed(model.manifest(), allowRandom);
            }
            loaded(use, needsEncoder)
                    .whenCompleteAsync(
                            (nothing, failure) ->
                                    begin(call, failure, () -> opening.open(model, allowRandom)),
                            workers.stages());
        } catch (Throwable e) {
            call.refuse(e);
        }
        return call;
    }

    private static <T> void begin(Call<T> call, Throwable failure, Supplier<Work<T>> opening) {
        try {
            if (failure != null) {
                throw Refusals.from(failure);
            }
            call.begin(opening);
        } catch (Throwable e) {
            call.refuse(e);
        }
    }

    private CompletableFuture<Void> loaded(Models.Use use, boolean needsEncoder) {
        return needsEncoder
                ? models.load(use.entry(), false)
                : CompletableFuture.completedFuture(null);
    }

    private void watch(Call<?> call, Request request) {
        if (request.deadline().isBounded()) {
            Future<?> alarm =
                    workers.after(
                            request.deadline().left().toNanos(),
                            () -> workers.background().execute(() -> call.end(Refusals.tooLate())));
            call.atEnd(() -> alarm.cancel(false));
        }
        call.atEnd(request.cancellation().onCancel(() -> call.end(Refusals.cancelled())));
    }

    private static void requireAllowed(Manifest manifest, boolean allowRandom) {
        if (!allowRandom && Words.of(manifest.encoderOrigins()).containsKey("random")) {
            throw Refusals.randomWeights("the encoder", manifest.name());
        }
    }

    private static Provenance provenance(Manifest manifest, List<Provenance.Part> parts) {
        return new Provenance(manifest.name(), manifest.version(), manifest.fingerprint(), parts);
    }
}
