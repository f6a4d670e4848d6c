package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Latest;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Training;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learns a decoder. */
final class PointTraining implements HeadTraining {
    private final String name;
    private final SegmentationOptions layout;
    private final int D;
    private final int level;
    private final int channels;
    private final boolean refine;
    private final TrainingRules rules;
    private final Optimiser optimiser;
    private Training training;
    private boolean through; // whether its steps tell the gradient of tokens
    private final Latest<PointDecoder> latest = new Latest<>(this::open, PointDecoder::close);

    PointTraining(ModelPart start, Options options, List<Tensor> digests, TrainingRules rules) {
        this(
                start,
                options,
                digests,
                rules,
                Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()));
    }

    PointTraining(
            ModelPart start,
            Options options,
            List<Tensor> digests,
            TrainingRules rules,
            Optimiser optimiser) {
        this.name = start.name();
        this.layout = SegmentationOptions.from(options);
        this.refine = options.flag(SegmentationOptions.REFINE);
        this.rules = rules;
        this.D = start.width();
        CloudFeatures first = CloudDigest.read(name, digests.get(0));
        this.channels = first.channels();
        this.level = layout.staged() ? first.levelWidth() : 0;
        List<WeightSpec> specs = DecoderWeights.specs(layout, D, level, channels);
        boolean drawn = start.weights().names().isEmpty();
        if (!drawn) {
            start.weights().require(name, specs);
        }
        this.optimiser = optimiser;
        this.training = build(drawn ? drawn(specs, rules.seed()) : start.weights(), List.of());
    }

    private Training build(Weights weights, List<String> inputGradients) {
        return Training.build(
                name,
                weights,
                each -> true,
                optimiser,
                new DecoderLoss(layout, D, level, channels, (float) rules.dropout()),
                inputGradients);
    }

    private static Weights drawn(List<WeightSpec> specs, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        specs.forEach(spec -> drawn.put(spec.name(), spec.draw(seed)));
        return Weights.of(drawn);
    }

    /** Clouds of which no label is known, or that count nothing, are passed over. */
    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        List<PointBatch.Labelled> clouds = labelled(digests, targets, weights);
        clouds.removeIf(each -> !each.counts());
        return clouds.isEmpty() ? 0 : run(clouds, learningRate, seed).loss();
    }

    /** Of each cloud, its tokens and its class token have a gradient; the points that were not drawn have no part in it. */
    @Override
    public Step stepThrough(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        goThrough();
        List<PointBatch.Labelled> clouds = labelled(digests, targets, weights);
        List<PointBatch.Labelled> counting =
                clouds.stream().filter(PointBatch.Labelled::counts).toList();
        List<Tensor> gradients = new ArrayList<>();
        if (counting.isEmpty()) {
            digests.forEach(each -> gradients.add(CloudDigest.zero(each)));
            return new Step(0, gradients);
        }
        Training.Step step = run(counting, learningRate, seed);
        FloatBuffer tokens = step.inputGradients().get("tokens").data();
        FloatBuffer classTokens =
                layout.staged()
                        ? step.inputGradients().get("class").data()
                        : FloatBuffer.allocate(0);
        for (int i = 0; i < clouds.size(); i++) {
            gradients.add(
                    clouds.get(i).counts()
                            ? CloudDigest.gradient(clouds.get(i).cloud(), tokens, classTokens)
                            : CloudDigest.zero(digests.get(i)));
        }
        return new Step(step.loss(), gradients);
    }

    /** From now on steps tell the gradient of tokens, which costs more. */
    private void goThrough() {
        if (!through) {
            Weights state = training.state();
            Weights now = training.weights();
            training.close();
            training = build(now, layout.staged() ? List.of("tokens", "class") : List.of("tokens"));
            training.restore(state);
            through = true;
        }
    }

    private List<PointBatch.Labelled> labelled(
            List<Tensor> digests, List<Target> targets, float[] weights) {
        List<PointBatch.Labelled> clouds = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            CloudFeatures cloud = CloudDigest.read(name, digests.get(i));
            check(cloud);
            int points = cloud.points().size(0);
            int[] labels = LearnedLabels.indices(name, layout.labels(), targets.get(i), points);
            clouds.add(PointBatch.Labelled.of(cloud, labels, weights[i]));
        }
        return clouds;
    }

    private Training.Step run(List<PointBatch.Labelled> clouds, double learningRate, long seed) {
        latest.forget();
        return training.step(
                PointBatch.of(layout, rules.smoothing(), clouds, seed), learningRate, seed);
    }

    private void check(CloudFeatures cloud) {
        if (cloud.width() != D
                || cloud.channels() != channels
                || layout.staged() && cloud.levelWidth() != level) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + " learns from points of "
                            + channels
                            + " channels and tokens of width "
                            + D
                            + ", got "
                            + cloud.channels()
                            + " and "
                            + cloud.width());
        }
    }

    private PointDecoder open() {
        return new PointDecoder(name, weights(), layout, D);
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        PointDecoder decoder = latest.get();
        List<Prediction> predictions = new ArrayList<>();
        for (Tensor digest : digests) {
            CloudFeatures cloud = CloudDigest.read(name, digest);
            predictions.add(PointSegmentationSession.answer(decoder, layout, cloud, refine));
        }
        return predictions;
    }

    @Override
    public Weights weights() {
        return training.weights();
    }

    @Override
    public Optional<Weights> state() {
        return Optional.of(training.state());
    }

    @Override
    public void restore(Weights state) {
        latest.forget();
        training.restore(state);
    }

    @Override
    public void close() {
        latest.forget();
        training.close();
    }
}
