package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Progress;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.digest.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One training, from examples to weights. */
public final class Fit {
    private static final int CHUNK = 256;

    /** Answers that are in memory while they are measured. */
    private static final int AT_ONCE = 32;

    /** Items of a gallery that are looked for in it, if there are no other queries. */
    private static final int MOST_QUERIES = 1000;

    private final FitPlan plan;
    private final Base base;
    private final TrainableHead head;
    private final Progress progress;

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
     * @param tokenizers that were fitted to the training part, which the head cannot do without
     */
    public record Result(FitReport report, ModelPart part, Map<Modality, ModelPart> tokenizers) {}

    /**
     * @param progress told of the stages {@code features} and {@code epochs}
     */
    public Fit(FitPlan plan, Base base, TrainableHead head, Progress progress) {
        this.plan = plan;
        this.base = base;
        this.head = head;
        this.progress = progress;
    }

    /** What the two parts of the examples are learnt from. */
    private record Data(
            List<Tensor> training,
            List<Target> trainingTargets,
            List<Tensor> validation,
            List<Target> validationTargets) {}

    /**
     * Trains.
     *
     * @param readings how features are made of examples, given those that are learnt from
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH}, {@link
     *     ErrorCode#SHAPE_MISMATCH} or {@link ErrorCode#BAD_CONFIG} for examples or options that the head
     *     cannot learn from, {@link ErrorCode#TOO_SHORT} for too few, {@link ErrorCode#NON_FINITE} if the loss
     *     leaves the numbers
     */
    public Result run(Function<List<Example>, Reading> readings) {
        Split split = split();
        if (split.training().isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "there is no example to learn from");
        }
        List<Target> targets = targets(split.training());
        Map<String, Object> config = new TreeMap<>(plan.options());
        config.putAll(head.learn(targets, plan.options()));
        Options options = Options.of(head.options(), config);
        long began = System.nanoTime();
        try (Reading reading = readings.apply(split.training());
                DigestStore store = store(options, reading)) {
            Digests digests = new Digests(store, reading.encoder(), f -> head.digest(f, options));
            int total = split.training().size() + split.validation().size();
            Data data =
                    new Data(
                            digests.of(split.training(), 0, total, progress),
                            targets,
                            digests.of(
                                    split.validation(), split.training().size(), total, progress),
                            targets(split.validation()));
            Duration features = Duration.ofNanos(System.nanoTime() - began);
            return learn(split, config, reading, data, features, digests.reused());
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
            Split split,
            Map<String, Object> config,
            Reading reading,
            Data data,
            Duration features,
            int reused) {
        ModelPart start =
                ModelPart.of(
                        base.model() + "/heads/" + plan.name(),
                        base.width(),
                        config,
                        Weights.none());
        long began = System.nanoTime();
        List<FitReport.Epoch> epochs = new ArrayList<>();
        int best = -1;
        Optional<Evaluation> evaluation = Optional.empty();
        Weights weights = Weights.none();
        FitSettings settings = plan.settings();
        try (HeadTraining training = head.train(start, data.training(), settings.rules())) {
            int most = settings.epochs();
            if (head.gathers()) {
                Gathering gathering = new Gathering(training, progress);
                gathering.gather(data.training(), data.trainingTargets(), settings.batch());
                evaluation = Optional.of(gathering.measured(split.validation(), data.validation()));
                weights = training.weights();
                most = 0;
            }
            float[] counts = counts(data.trainingTargets(), settings.balanced());
            for (int epoch = 0; epoch < most; epoch++) {
                double loss = walk(training, data, counts, epoch);
                Evaluation now = measured(training, split.validation(), data.validation());
                double rate = settings.rate(stepsOf(data) * (epoch + 1L) - 1, steps(data));
                epochs.add(new FitReport.Epoch(loss, now.loss(), now.score(), rate));
                if (best < 0 || now.loss() < epochs.get(best).validation()) {
                    best = epoch;
                    evaluation = Optional.of(now);
                    weights = training.weights();
                }
                progress.report("epochs", epoch + 1L, settings.epochs());
                if (settings.patience() > 0 && epoch - best >= settings.patience()) {
                    break;
                }
            }
        }
        Calibrating.Outcome outcome =
                new Calibrating(head, settings.rules())
                        .of(
                                ModelPart.of(start.name(), base.width(), config, weights),
                                data.training(),
                                data.validation(),
                                data.validationTargets(),
                                evaluation.orElseThrow());
        String fingerprint = fingerprint(split);
        String run = run(config, reading, fingerprint);
        FitReport report =
                new FitReport(
                        base.model(),
                        plan.name(),
                        run,
                        split.training().size(),
                        epochs,
                        best,
                        outcome.evaluation(),
                        features,
                        Duration.ofNanos(System.nanoTime() - began),
                        reused,
                        fingerprint);
        return new Result(report, part(outcome.config(), weights, report), reading.tokenizers());
    }

    private int stepsOf(Data data) {
        int batch = plan.settings().batch();
        return (data.training().size() + batch - 1) / batch;
    }

    private long steps(Data data) {
        return (long) stepsOf(data) * plan.settings().epochs();
    }

    /** @return the mean loss of its steps */
    private double walk(HeadTraining training, Data data, float[] counts, int epoch) {
        FitSettings settings = plan.settings();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < data.training().size(); i++) {
            order.add(i);
        }
        long seed = settings.rules().seed() * 0x9e3779b97f4a7c15L + epoch + 1;
        Split.shuffle(order, new SplitMix64(seed));
        double sum = 0;
        int steps = stepsOf(data);
        for (int s = 0; s < steps; s++) {
            int from = s * settings.batch();
            List<Integer> batch =
                    order.subList(from, Math.min(order.size(), from + settings.batch()));
            float[] weights = new float[batch.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = counts[batch.get(i)];
            }
            long step = (long) epoch * steps + s;
            double loss =
                    training.step(
                            batch.stream().map(data.training()::get).toList(),
                            batch.stream().map(data.trainingTargets()::get).toList(),
                            weights,
                            settings.rate(step, steps(data)),
                            seed + s);
            sum += loss * batch.size();
        }
        return sum / order.size();
    }

    /** How much each example counts: once, or so that every label counts the same. */
    private static float[] counts(List<Target> targets, boolean balanced) {
        Map<String, Integer> sizes = new HashMap<>();
        for (Target target : targets) {
            if (target instanceof Target.Label label) {
                sizes.merge(label.label(), 1, Integer::sum);
            }
        }
        float[] counts = new float[targets.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] =
                    balanced && targets.get(i) instanceof Target.Label label
                            ? (float) targets.size() / (sizes.size() * sizes.get(label.label()))
                            : 1;
        }
        return counts;
    }

    /** Answers are measured as they are made: a mask is as large as its picture. */
    private static Evaluation measured(
            HeadTraining training, List<Example> examples, List<Tensor> digests) {
        Measuring measuring = new Measuring();
        for (int from = 0; from < digests.size(); from += AT_ONCE) {
            int to = Math.min(digests.size(), from + AT_ONCE);
            List<Prediction> answers = training.predict(digests.subList(from, to));
            for (int i = from; i < to; i++) {
                Example example = examples.get(i);
                measuring.add(example.name(), answers.get(i - from), example.target());
            }
        }
        return measuring.evaluation();
    }

    static List<Prediction> predict(HeadTraining training, List<Tensor> digests) {
        List<Prediction> predictions = new ArrayList<>();
        for (int from = 0; from < digests.size(); from += CHUNK) {
            int to = Math.min(digests.size(), from + CHUNK);
            predictions.addAll(training.predict(digests.subList(from, to)));
        }
        return predictions;
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
    private String run(Map<String, Object> config, Reading reading, String data) {
        return Sha256.of(
                        ground(reading)
                                + "\n"
                                + head.name()
                                + "\n"
                                + config
                                + "\n"
                                + plan.settings()
                                + "\n"
                                + data)
                .substring(0, 16);
    }

    private ModelPart part(Map<String, Object> config, Weights weights, FitReport report) {
        Map<String, Object> described = new TreeMap<>(config);
        described.put("head", head.name());
        described.put("encoder", base.encoder());
        described.put("data", report.data());
        described.put("metrics", new TreeMap<>(report.validation().metrics()));
        Map<String, WeightOrigin> origins = new TreeMap<>();
        weights.names().forEach(name -> origins.put(name, new WeightOrigin.Trained(report.run())));
        return new ModelPart(
                base.model() + "/heads/" + plan.name(),
                base.width(),
                described,
                weights,
                origins,
                Optional.empty());
    }
}
