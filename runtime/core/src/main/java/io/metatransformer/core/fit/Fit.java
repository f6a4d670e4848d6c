package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Target;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.Weights;
import io.metatransformer.core.digest.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One training, from examples to weights. */
public final class Fit {
    /** Items of a gallery that are looked for in it, if there are no other queries. */
    private static final int MOST_QUERIES = 1000;

    private final FitPlan plan;
    private final Base base;
    private final TrainableHead head;
    private final Progress progress;
    private final Learning learning;

    /**
     * What the head is trained upon.
     *
     * @param model name
     * @param fingerprint of the model and of what else decides features
     * @param encoder fingerprint of the encoder alone, to which the head is bound
     * @param width of the encoder
     */
    public record Base(String model, String fingerprint, String encoder, int width) {}

    /**
     * @param part of the model: configuration and weights, with where they come from
     * @param tokenizers that were fitted to the training part or learnt with the head, which cannot do without
     */
    public record Result(FitReport report, ModelPart part, Map<Modality, ModelPart> tokenizers) {}

    /**
     * @param progress told of the stages {@code features}, {@code epochs} and {@code epochs together}
     */
    public Fit(FitPlan plan, Base base, TrainableHead head, Progress progress) {
        this.plan = plan;
        this.base = base;
        this.head = head;
        this.progress = progress;
        this.learning = new Learning(plan, base, head, progress);
    }

    /**
     * Trains.
     *
     * @param readings how features are made of examples, given those that are learnt from
     * @param upstreams begins to train what makes the features, where it learns too
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH}, {@link
     *     ErrorCode#SHAPE_MISMATCH} or {@link ErrorCode#BAD_CONFIG} for examples or options that the head
     *     cannot learn from, {@link ErrorCode#TOO_SHORT} for too few, {@link ErrorCode#NON_FINITE} if the loss
     *     leaves the numbers
     */
    public Result run(
            Function<List<Example>, Reading> readings, Function<Reading, Upstream> upstreams) {
        Split split = split();
        if (split.training().isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "there is no example to learn from");
        }
        List<Target> targets = targets(split.training());
        Map<String, Object> config = new TreeMap<>(plan.options());
        config.putAll(head.learn(targets, plan.options()));
        Options options = Options.of(head.options(), config);
        try (Reading reading = readings.apply(split.training())) {
            Learning.Ground ground =
                    new Learning.Ground(split, config, options, reading, fingerprint(split));
            if (plan.tuning().scope() == Tuning.Scope.HEAD) {
                return learn(ground, Optional.empty());
            }
            try (Upstream upstream = upstreams.apply(reading)) {
                upstream.prepare(split.training().get(0)); // tried before hours are spent
                return learn(ground, Optional.of(upstream));
            }
        }
    }

    private Result learn(Learning.Ground ground, Optional<Upstream> upstream) {
        Split split = ground.split();
        Options options = ground.options();
        long began = System.nanoTime();
        try (DigestStore store = store(options, ground.reading())) {
            Digests digests =
                    new Digests(store, ground.reading().encoder(), f -> head.digest(f, options));
            int done = split.training().size();
            int total = done + split.validation().size();
            Learning.Data data =
                    new Learning.Data(
                            digests.of(split.training(), 0, total, progress),
                            targets(split.training()),
                            digests.of(split.validation(), done, total, progress),
                            targets(split.validation()));
            Duration features = Duration.ofNanos(System.nanoTime() - began);
            return learn(ground, data, features, digests.reused(), upstream);
        }
    }

    private Split split() {
        FitSettings settings = plan.settings();
        List<Example> training = named(plan.training());
        if (!plan.validation().isEmpty()) {
            return new Split(training, named(plan.validation()));
        }
        long seed = settings.rules().seed();
        return head.gathers()
                ? Split.asking(training, MOST_QUERIES, seed)
                : Split.of(training, settings.validation(), seed);
    }

    private List<Example> named(List<Example> examples) {
        return examples.stream()
                .map(e -> new Example(e.name(), e.item(), head.target(e.name(), e.target())))
                .toList();
    }

    private static List<Target> targets(List<Example> examples) {
        return examples.stream().map(Example::target).toList();
    }

    private DigestStore store(Options options, Reading reading) {
        if (plan.kept().isEmpty()) {
            return DigestStore.inMemory();
        }
        // Every option may decide a digest; one too many only costs a second file.
        Map<String, Object> deciding = new TreeMap<>(options.asMap());
        deciding.remove("labels");
        String maker = Sha256.of(ground(reading) + "\n" + head.name() + "\n" + deciding);
        return DigestStore.in(plan.kept().get(), maker);
    }

    private Result learn(
            Learning.Ground ground,
            Learning.Data data,
            Duration features,
            int reused,
            Optional<Upstream> upstream) {
        long began = System.nanoTime();
        String run = run(ground);
        Learning.Learnt learnt =
                head.gathers()
                        ? learning.gathered(ground, data)
                        : learning.walked(ground, data, run, upstream);
        Weights weights = learnt.weights().get(HeadLearner.HEAD);
        Calibrating.Outcome outcome =
                new Calibrating(head, plan.settings().rules())
                        .of(
                                learning.part(ground, weights),
                                data.training(),
                                learnt.validation(),
                                data.validationTargets(),
                                learnt.evaluation());
        FitReport report =
                new FitReport(
                        base.model(),
                        plan.name(),
                        run,
                        ground.split().training().size(),
                        learnt.epochs(),
                        learnt.alone(),
                        learnt.best(),
                        outcome.evaluation(),
                        features,
                        Duration.ofNanos(System.nanoTime() - began),
                        reused,
                        ground.data());
        TrainedParts parts = new TrainedParts(plan, base, head);
        Map<Modality, ModelPart> tokenizers = new TreeMap<>(ground.reading().tokenizers());
        learnt.tokenizers()
                .forEach(
                        (modality, part) ->
                                tokenizers.put(modality, parts.tokenizer(part, report)));
        return new Result(report, parts.head(outcome.config(), weights, report), tokenizers);
    }

    /** The result is where it belongs: there is nothing left to go on with. */
    public void finish() {
        learning.finish();
    }

    /** Of what the examples are made of and what is to be answered, whatever they are called. */
    private static String fingerprint(Split split) {
        StringBuilder all = new StringBuilder();
        for (List<Example> part : List.of(split.training(), split.validation())) {
            for (Example example : part) {
                all.append(ContentKey.of(example.item()).orElse(example.name())).append(' ');
                all.append(ContentKey.of(example.target())).append('\n');
            }
            all.append('\n');
        }
        return Sha256.of(all.toString());
    }

    /** What decides features. */
    private String ground(Reading reading) {
        return reading.fingerprint().isEmpty()
                ? base.fingerprint()
                : base.fingerprint() + " " + reading.fingerprint();
    }

    /** Equal runs have equal names. */
    private String run(Learning.Ground ground) {
        String together = plan.tuning().scope() == Tuning.Scope.HEAD ? "" : "\n" + plan.tuning();
        return Sha256.of(
                        ground(ground.reading())
                                + "\n"
                                + head.name()
                                + "\n"
                                + ground.config()
                                + "\n"
                                + plan.settings()
                                + "\n"
                                + ground.data()
                                + together)
                .substring(0, 16);
    }
}
