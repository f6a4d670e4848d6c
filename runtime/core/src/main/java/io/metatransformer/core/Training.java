package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.Fit;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.Measuring;
import io.metatransformer.core.fit.Reading;
import io.metatransformer.core.fit.TokenizerLearning;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.Words;
import io.metatransformer.core.plugin.Offer;
import io.metatransformer.core.report.TrainingRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Trains heads of models upon their frozen encoders, and measures heads. */
@Singleton
final class Training {
    private static final int CHUNK = 64;

    private final Models models;
    private final Installed installed;
    private final Pipeline pipeline;

    @Inject
    Training(Models models, Installed installed, Pipeline pipeline) {
        this.models = models;
        this.installed = installed;
        this.pipeline = pipeline;
    }

    FitReport fit(FitPlan plan, Progress progress) {
        Offer<Head> offer = installed.head(plan.head());
        Models.Use use = models.use(plan.model());
        try (Lease<Model> model = use.lease();
                Lease<Head> lease = offer.lease().orElseThrow(() -> left(plan.head()))) {
            if (!(lease.get() instanceof TrainableHead head)) {
                throw new MetaTransformerException(
                        ErrorCode.UNSUPPORTED,
                        "head '" + plan.head() + "' learns nothing; these do: " + trainable());
            }
            Manifest manifest = model.get().manifest();
            Upstreams upstreams = new Upstreams(installed, model.get(), plan);
            Fit.Base base =
                    new Fit.Base(
                            manifest.name(),
                            manifest.fingerprint() + " " + offer.plugin(),
                            manifest.fingerprint(),
                            manifest.encoder().dim());
            Fit fit = new Fit(plan, base, head, progress);
            Fit.Result result =
                    offer.guard()
                            .call(
                                    "learning",
                                    () ->
                                            fit.run(
                                                    training -> reading(plan, manifest, training),
                                                    upstreams::open));
            Options options =
                    offer.guard().call("describing", () -> result.part().options(head.options()));
            TrainingRecord record =
                    TrainingRecord.of(
                            plan,
                            result.report(),
                            options.asMap(),
                            offer.plugin().toString(),
                            manifest.fingerprint());
            models.addHead(
                    manifest.name(),
                    plan.name(),
                    result.part(),
                    result.tokenizers(),
                    record.files());
            fit.finish();
            return result.report();
        }
    }

    private MetaTransformerException left(String head) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_HEAD, "the plugin of head '" + head + "' was just removed");
    }

    private List<String> trainable() {
        List<String> names = new ArrayList<>();
        installed
                .now()
                .heads()
                .forEach(
                        (name, offer) -> {
                            try (Lease<Head> lease = offer.lease().orElse(null)) {
                                if (lease != null && lease.get() instanceof TrainableHead) {
                                    names.add(name);
                                }
                            }
                        });
        return names;
    }

    private Reading reading(FitPlan plan, Manifest manifest, List<Example> training) {
        if (plan.tokenizer().isEmpty()) {
            return Reading.of(examples -> encode(plan, examples));
        }
        TokenizerLearning learning = plan.tokenizer().get();
        Modality modality = learning.modality();
        long seed = plan.settings().rules().seed();
        OwnTokenizer own =
                OwnTokenizer.learnt(
                        manifest, installed.tokenizer(modality), learning, training, seed);
        if (!plan.allowRandomWeights() && Words.of(own.part().origins()).containsKey("random")) {
            own.close();
            throw Refusals.randomWeights("tokenizer '" + modality + "'", manifest.name());
        }
        return new Reading(
                examples -> encode(plan, own.tokenized(examples)),
                own.fingerprint(),
                Map.of(modality, own.part()),
                own::close);
    }

    private List<Features> encode(FitPlan plan, List<Example> examples) {
        Request request = request(plan.model(), examples, plan.allowRandomWeights());
        return values(examples, pipeline.encode(request).await());
    }

    /** Answers of a head of a model, measured against what they should be. */
    Evaluation evaluate(
            Optional<String> model, String head, List<Example> examples, boolean allowRandom) {
        Map<String, Object> options = whole(model, head, allowRandom);
        Measuring measuring = new Measuring();
        for (int from = 0; from < examples.size(); from += CHUNK) {
            List<Example> chunk = examples.subList(from, Math.min(examples.size(), from + CHUNK));
            Request request = request(model, chunk, allowRandom).withOptions(options);
            List<Prediction> answers = values(chunk, pipeline.predict(head, request).await());
            for (int i = 0; i < answers.size(); i++) {
                measuring.add(chunk.get(i).name(), answers.get(i), chunk.get(i).target());
            }
        }
        return measuring.evaluation();
    }

    /** Options by which a head leaves no label out. */
    private Map<String, Object> whole(Optional<String> model, String name, boolean allowRandom) {
        Map<String, Object> whole = new HashMap<>();
        try (Lease<Model> use = models.use(model).lease();
                Lease<Opened<HeadSession>> head = use.get().head(name, allowRandom)) {
            Options options = head.get().options();
            options.declared().stream()
                    .filter(option -> option.perRequest())
                    .forEach(
                            option -> {
                                if (option.name().equals("top_k")) {
                                    whole.put("top_k", option.max().orElseThrow());
                                } else if (option.name().equals("threshold")) {
                                    whole.put("threshold", null);
                                } else if (option.name().equals("thresholds")) {
                                    whole.put("thresholds", List.of());
                                } else if (option.name().equals("level")) {
                                    whole.put("level", 0);
                                }
                            });
        }
        return new TreeMap<>(whole);
    }

    private static Request request(
            Optional<String> model, List<Example> examples, boolean allowRandom) {
        Request request = Request.of(examples.stream().map(Example::item).toList());
        request = model.isPresent() ? request.withModel(model.get()) : request;
        return allowRandom ? request.withRandomWeightsAllowed() : request;
    }

    private static <T> List<T> values(List<Example> examples, Reply<T> reply) {
        List<T> values = new ArrayList<>();
        for (Answer<T> answer : reply.answers()) {
            if (answer.refusal().isPresent()) {
                throw answer.refusal().get().at(examples.get(answer.index()).name());
            }
            values.add(answer.value().orElseThrow());
        }
        return values;
    }
}
