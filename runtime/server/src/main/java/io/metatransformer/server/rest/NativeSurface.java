package io.metatransformer.server.rest;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.metatransformer.core.HeadInfo;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModalityInfo;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.server.call.Operation;
import io.metatransformer.server.config.Scope;
import io.metatransformer.server.health.Health;
import io.metatransformer.server.http.Endpoint;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.meter.ModelStatistics;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.stream.LineWork;
import io.metatransformer.server.stream.StreamHandler;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every endpoint of the native surface; the table of section 5.1, as far as it is built. */
public final class NativeSurface {
    private static final String API = "/api/v1";

    private final MetaTransformer runtime;
    private final Inference inference;
    private final AskHandler.Inside inside;
    private final Health health;
    private final Meters meters;
    private final ModelStatistics statistics;
    private final Runnable shutdown;
    private final OpenApiPage openApi = new OpenApiPage();
    private final Catalogue<ModelInfo> models;
    private final Catalogue<ModalityInfo> modalities;
    private final Catalogue<HeadInfo> heads;
    private final Catalogue<PluginInfo> plugins;

    /** @param shutdown begins to drain the server */
    public NativeSurface(
            MetaTransformer runtime,
            Inference inference,
            AskHandler.Inside inside,
            Health health,
            Meters meters,
            ModelStatistics statistics,
            Runnable shutdown) {
        this.runtime = runtime;
        this.inference = inference;
        this.inside = inside;
        this.health = health;
        this.meters = meters;
        this.statistics = statistics;
        this.shutdown = shutdown;
        WorkerExecutor workers = inside.workers();
        this.models =
                new Catalogue<>(
                        runtime::models,
                        ModelInfo::name,
                        ModelInfo::name,
                        CatalogueJson::model,
                        ProblemType.MODEL_NOT_FOUND,
                        workers);
        this.modalities =
                new Catalogue<>(
                        runtime::modalities,
                        info -> info.modality().id(),
                        info -> info.modality().id(),
                        CatalogueJson::modality,
                        ProblemType.MODALITY_NOT_FOUND,
                        workers);
        this.heads =
                new Catalogue<>(
                        runtime::heads,
                        info -> info.name() + "@" + info.model().orElse(""),
                        HeadInfo::name,
                        CatalogueJson::head,
                        ProblemType.HEAD_NOT_FOUND,
                        workers);
        this.plugins =
                new Catalogue<>(
                        runtime::plugins,
                        info -> info.plugin() + "@" + info.source(),
                        info -> info.plugin().id(),
                        CatalogueJson::plugin,
                        ProblemType.PLUGIN_NOT_FOUND,
                        workers);
    }

    /** What the door for callers serves. */
    public List<Endpoint> forCallers() {
        return Stream.of(questions(), catalogue(), administration(), pages(), health())
                .flatMap(List::stream)
                .toList();
    }

    /** What the door for operators serves. */
    public List<Endpoint> forOperators() {
        return Stream.of(catalogue(), administration(), pages(), health(), List.of(openMetrics()))
                .flatMap(List::stream)
                .toList();
    }

    private List<Endpoint> questions() {
        return List.of(
                stream(API + "/embed", Operation.EMBED, embedding(Optional.empty()), false),
                stream(API + "/predict", Operation.PREDICT, prediction(Optional.empty()), true),
                ask(API + "/similarity", Operation.SIMILARITY, new SimilarityAnswering(inference)),
                ask(API + "/models/{id}/embed", Operation.EMBED, embedding(Optional.of("model"))),
                ask(
                        API + "/heads/{id}/predict",
                        Operation.PREDICT,
                        prediction(Optional.of("head"))),
                ask(
                        API + "/modalities/{id}/tokenize",
                        Operation.TOKENIZE,
                        new TokenAnswering(inference)),
                Endpoint.guarded(
                        GET,
                        "/metrics",
                        Scope.READ,
                        Operation.METRICS,
                        Operations.metrics(meters, inside.workers())));
    }

    private Answering embedding(Optional<String> fixed) {
        return new PredictionAnswering(inference, false, fixed);
    }

    private Answering prediction(Optional<String> fixed) {
        return new PredictionAnswering(inference, true, fixed);
    }

    private Endpoint ask(String path, Operation operation, Answering answering) {
        return Endpoint.guarded(
                POST, path, Scope.INFER, operation, new AskHandler(answering, inside));
    }

    /** A question, or a stream of them. */
    private Endpoint stream(
            String path, Operation operation, Answering answering, boolean predicts) {
        LineWork work =
                new LineWork(inside.limits(), inference, inside.work(), inside.workers(), predicts);
        return Endpoint.guarded(
                POST,
                path,
                Scope.INFER,
                operation,
                new StreamHandler(
                        inside.limits(), inside.calls(), work, new AskHandler(answering, inside)));
    }

    private List<Endpoint> catalogue() {
        return List.of(
                read(API + "/limits", new LimitsPage(inside.limits())),
                read(API + "/models", models.list()),
                read(API + "/models/{id}", models.one()),
                read(API + "/models/{id}/versions", models.one(CatalogueJson::versions)),
                read(
                        API + "/models/{id}/stats",
                        models.one((out, model) -> statistics.write(out, model.name()))),
                read(API + "/modalities", modalities.list()),
                read(API + "/modalities/{id}", modalities.one()),
                read(API + "/heads", heads.list()),
                read(API + "/heads/{id}", heads.one()),
                read(API + "/plugins", plugins.list()),
                read(API + "/plugins/{id}", plugins.one()));
    }

    private static Endpoint read(String path, Handler<RoutingContext> handler) {
        return Endpoint.guarded(GET, path, Scope.READ, Operation.CATALOGUE, handler);
    }

    private List<Endpoint> administration() {
        ModelActions model = new ModelActions(runtime, models, inside.workers());
        PluginActions plugin = new PluginActions(runtime, plugins, inside.workers());
        return List.of(
                act(API + "/models/{id}/load", model::load),
                act(API + "/models/{id}/warmup", model::load),
                act(API + "/models/{id}/unload", model::unload),
                act(API + "/plugins/{id}/enable", plugin::enable),
                act(API + "/plugins/{id}/reload", plugin::enable),
                act(API + "/plugins/{id}/disable", plugin::disable),
                act(API + "/admin/shutdown", this::shutdown));
    }

    private static Endpoint act(String path, Handler<RoutingContext> handler) {
        return Endpoint.guarded(POST, path, Scope.ADMIN, Operation.ADMIN, handler);
    }

    private void shutdown(RoutingContext context) {
        context.response().setStatusCode(202).end();
        shutdown.run();
    }

    private List<Endpoint> pages() {
        return List.of(
                page(API, new RootPage()),
                page("/problems/{slug}", new ProblemPage()),
                page("/openapi.json", openApi::json),
                page("/openapi.yaml", openApi::yaml));
    }

    private static Endpoint page(String path, Handler<RoutingContext> handler) {
        return Endpoint.open(GET, path, Operation.CATALOGUE, handler);
    }

    private List<Endpoint> health() {
        return List.of(
                look("/health/live", Operations.health(health::live)),
                look("/health/ready", Operations.health(health::ready)),
                look("/health/started", Operations.health(health::started)));
    }

    private static Endpoint look(String path, Handler<RoutingContext> handler) {
        return Endpoint.open(GET, path, Operation.HEALTH, handler);
    }

    private Endpoint openMetrics() {
        return Endpoint.open(
                GET, "/metrics", Operation.METRICS, Operations.metrics(meters, inside.workers()));
    }
}
