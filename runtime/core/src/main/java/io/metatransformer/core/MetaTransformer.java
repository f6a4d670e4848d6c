package io.metatransformer.core;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Progress;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.Fit;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.WrittenModel;
import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.core.plugin.Plugins;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The whole platform in one object: plugins, models, and the path from raw data to answers.
 *
 * <pre>{@code
 * try (var mt = MetaTransformer.builder().models(Path.of("models")).plugins(Path.of("plugins")).build()) {
 *     var reply = mt.embed(Request.of(Input.of(Modality.IMAGE, Path.of("cat.png"))));
 *     float[] vector = reply.values().get(0).vectors().toArray();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and needs no threads of the caller. Every question can be asked in two ways: the first waits
 * for the reply, the one named {@code …Async} returns at once. Stages complete on threads of the runtime: what
 * depends on them must not block. A refusal of the whole request (an unknown model or head, a full queue) is
 * thrown, or completes the stage; a refusal of one item stands in its {@link Answer} and hurts no other item.
 */
@Singleton
public final class MetaTransformer implements AutoCloseable {
    private static final Duration LAST_STAGES = Duration.ofSeconds(5);

    private final Plugins plugins;
    private final Models models;
    private final Pipeline pipeline;
    private final Training training;
    private final Inventory inventory;
    private final Gate gate;
    private final Workers workers;
    private final Watches watches;
    private final Listeners listeners;

    @Inject
    MetaTransformer(
            Plugins plugins,
            Models models,
            Pipeline pipeline,
            Training training,
            Inventory inventory,
            Gate gate,
            Workers workers,
            Watches watches,
            Listeners listeners) {
        this.plugins = plugins;
        this.models = models;
        this.pipeline = pipeline;
        this.training = training;
        this.inventory = inventory;
        this.gate = gate;
        this.workers = workers;
        this.watches = watches;
        this.listeners = listeners;
    }

    /** Chooses folders and limits; see {@link MetaTransformerBuilder}. */
    public static MetaTransformerBuilder builder() {
        return new MetaTransformerBuilder();
    }

    /** Each item to one vector, or one per token, by the head named {@code embedding}. */
    public Reply<Prediction.Embedding> embed(Request request) {
        return pipeline.embed(request).await();
    }

    /** As {@link #embed}, without waiting. */
    public CompletionStage<Reply<Prediction.Embedding>> embedAsync(Request request) {
        return started(() -> pipeline.embed(request));
    }

    /** Each item to the answer of a head: one that the model brings, or one that needs no weights. */
    public Reply<Prediction> predict(String head, Request request) {
        return pipeline.predict(head, request).await();
    }

    /** As {@link #predict}, without waiting. */
    public CompletionStage<Reply<Prediction>> predictAsync(String head, Request request) {
        return started(() -> pipeline.predict(head, request));
    }

    /** Each item to its features, {@code [N, D]}: what a head is trained on. */
    public Reply<Features> encode(Request request) {
        return pipeline.encode(request).await();
    }

    /** As {@link #encode}, without waiting. */
    public CompletionStage<Reply<Features>> encodeAsync(Request request) {
        return started(() -> pipeline.encode(request));
    }

    /** Each item to its tokens, {@code [N, D]}; the encoder is not needed, and not loaded. */
    public Reply<TokenSequence> tokenize(Request request) {
        return pipeline.tokenize(request).await();
    }

    /** As {@link #tokenize}, without waiting. */
    public CompletionStage<Reply<TokenSequence>> tokenizeAsync(Request request) {
        return started(() -> pipeline.tokenize(request));
    }

    /**
     * Each item, of one input, to a small drawing for a person to look at; empty where its tokenizer makes none.
     * As {@link #tokenize}, it needs no encoder.
     */
    public Reply<Optional<Preview>> preview(Request request) {
        return pipeline.preview(request).await();
    }

    /** As {@link #preview}, without waiting. */
    public CompletionStage<Reply<Optional<Preview>>> previewAsync(Request request) {
        return started(() -> pipeline.preview(request));
    }

    /**
     * Each item, of one input, to what an answer about it can be drawn upon; empty where its tokenizer shows
     * nothing. As {@link #tokenize}, it needs no encoder.
     *
     * @param head whose answer is to be drawn: it may have brought a tokenizer of its own
     * @param side most pixels of an edge of a picture, from 1 to {@link Backdrop#MAX_SIDE}
     */
    public Reply<Optional<Backdrop>> backdrop(String head, Request request, int side) {
        return pipeline.backdrop(head, request, requireSide(side)).await();
    }

    /** As {@link #backdrop}, without waiting. */
    public CompletionStage<Reply<Optional<Backdrop>>> backdropAsync(
            String head, Request request, int side) {
        return started(() -> pipeline.backdrop(head, request, requireSide(side)));
    }

    private static int requireSide(int side) {
        if (side < 1 || side > Backdrop.MAX_SIDE) {
            throw Refusals.invalid(
                    "side must be from 1 to " + Backdrop.MAX_SIDE + " px, got " + side);
        }
        return side;
    }

    private static <T> CompletionStage<Reply<T>> started(Supplier<Call<T>> start) {
        try {
            return start.get().reply().minimalCompletionStage();
        } catch (MetaTransformerException refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    /**
     * Refuses what a request would be refused for at this moment, before its body is read.
     *
     * @param model absent for the default one
     * @throws MetaTransformerException with {@link ErrorCode#DRAINING}, {@link ErrorCode#QUEUE_FULL}, {@link
     *     ErrorCode#UNKNOWN_MODEL} or {@link ErrorCode#BAD_MODEL}
     */
    public void requireRoom(Optional<String> model) {
        gate.requireOpen();
        models.entry(model).requireRoom();
    }

    /** Every model in the folder by name, with its state; broken ones too. */
    public List<ModelInfo> models() {
        return models.infos();
    }

    /** Every modality that an installed plugin reads. */
    public List<ModalityInfo> modalities() {
        return inventory.modalities();
    }

    /** Heads that need no weights, then those that models bring. */
    public List<HeadInfo> heads() {
        return inventory.heads();
    }

    /** Every installed encoder service. */
    public List<EncoderInfo> encoders() {
        return inventory.encoders();
    }

    /** Every plugin; broken ones too, with the reason. */
    public List<PluginInfo> plugins() {
        return plugins.infos();
    }

    /**
     * Opens and warms up a model with all that it brings; the stage fails with what is wrong with it. Without
     * this, a model's encoder, tokenizers and heads are each opened by the first request that needs them.
     */
    public CompletionStage<Void> load(String model) {
        try {
            return models.load(models.entry(Optional.of(model)), true).minimalCompletionStage();
        } catch (MetaTransformerException refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    /** Closes a model's sessions once their requests are done; the next request opens them again. */
    public void unload(String model) {
        models.entry(Optional.of(model)).unload();
    }

    /**
     * Makes a model of an encoder and what came with it: every installed tokenizer and head takes its own
     * tensors of the checkpoint. The model appears whole or not at all.
     *
     * @param progress told of the stages {@code parts} and {@code digest}
     * @throws MetaTransformerException with {@link ErrorCode#CONFLICT} if there is such a model already, {@link
     *     ErrorCode#BAD_WEIGHTS} or {@link ErrorCode#BAD_CONFIG} for tensors that do not fit a plugin, {@link
     *     ErrorCode#IO_ERROR}
     */
    public WrittenModel write(ModelDraft draft, Progress progress) {
        return models.write(draft, progress);
    }

    /**
     * Adds a head to a model, or replaces the one of that name.
     *
     * @param trained configuration, whose key {@code head} names the service; weights with their origins
     * @throws MetaTransformerException with {@link ErrorCode#UNKNOWN_MODEL}, {@link ErrorCode#BAD_WEIGHTS} for
     *     a tensor whose origin is not told, {@link ErrorCode#IO_ERROR}
     */
    public void addHead(String model, String name, ModelPart trained) {
        models.addHead(model, name, trained, Map.of(), Map.of());
    }

    /**
     * Trains a head upon the frozen encoder of a model, and adds it to the model, with a report of the training
     * beside its weights: {@code report.html} for people, {@code report.json} for programs. It may take hours; the
     * model keeps answering meanwhile.
     *
     * @param progress told of the stages {@code features} and {@code epochs}
     * @throws MetaTransformerException with {@link ErrorCode#UNKNOWN_HEAD}, {@link ErrorCode#UNSUPPORTED} for a
     *     head that does not learn, and as {@link Fit#run}
     */
    public FitReport fit(FitPlan plan, Progress progress) {
        return training.fit(plan, progress);
    }

    /**
     * Asks a head about examples and measures its answers.
     *
     * @param model absent for the default one
     * @param head as the model calls it
     * @param allowRandomWeights whether answers made with weights drawn at random are wanted
     */
    public Evaluation evaluate(
            Optional<String> model,
            String head,
            List<Example> examples,
            boolean allowRandomWeights) {
        return training.evaluate(model, head, examples, allowRandomWeights);
    }

    /**
     * Switches a plugin of the folder off; its classes leave when its last session is closed.
     *
     * @throws MetaTransformerException with {@link ErrorCode#UNKNOWN_PLUGIN}, or {@link ErrorCode#CONFLICT}
     *     for one of the class path
     */
    public PluginInfo disablePlugin(String id) {
        return plugins.disable(id);
    }

    /** Loads a plugin of the folder anew, be it switched off, broken or running; refused as above. */
    public PluginInfo enablePlugin(String id) {
        return plugins.enable(id);
    }

    /** Looks at both folders now instead of with the next look of the watch. */
    public void refresh() {
        plugins.refresh();
        models.refresh();
    }

    /**
     * Tells a listener too, from now on, beside the one that the builder was given.
     *
     * @return ends the listening
     */
    public Runnable listen(PipelineListener listener) {
        return listeners.add(listener);
    }

    /** Whether requests can be answered at once. */
    public Readiness readiness() {
        return new Readiness(gate.isDraining(), models.waiting());
    }

    /** Requests under way. */
    public int inFlight() {
        return gate.size();
    }

    /** Takes no new work from now on; the stage completes when the last request has its answer. */
    public CompletionStage<Void> drain() {
        return gate.drain().minimalCompletionStage();
    }

    /**
     * Drains for as long as the builder said, answers what is left with {@link ErrorCode#DRAINING}, and gives
     * back everything. Closing twice does nothing.
     */
    @Override
    public void close() {
        watches.close();
        if (!emptyWithin(workers.settings().drain())) {
            gate.endAll(Refusals.draining());
            emptyWithin(LAST_STAGES);
        }
        models.close();
        plugins.close();
        workers.close();
    }

    private boolean emptyWithin(Duration patience) {
        try {
            gate.drain().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw Refusals.from(e.getCause());
        }
    }
}
