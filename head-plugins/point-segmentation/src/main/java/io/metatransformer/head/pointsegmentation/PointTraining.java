package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Training;
import io.metatransformer.graph.Wiring;
import io.metatransformer.head.pointsegmentation.DecoderLayers.Carried;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learns a decoder. */
final class PointTraining implements HeadTraining {
    /** Weight of what is there against what is not, in the reference's focal loss. */
    private static final float ALPHA = 0.25f;

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
    private PointDecoder decoder; // of the weights as they are now; null after a step

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
        return Training.build(name, weights, each -> true, optimiser, this::wire, inputGradients);
    }

    private static Weights drawn(List<WeightSpec> specs, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        specs.forEach(spec -> drawn.put(spec.name(), spec.draw(seed)));
        return Weights.of(drawn);
    }

    private void wire(Layers layers, Wiring wiring) {
        float dropout = (float) rules.dropout();
        var net = new DecoderLayers(layers, layout, D, level, channels, dropout);
        var tokens = net.normed(wiring.input("tokens", -1, D));
        var known =
                layout.staged()
                        ? net.known(
                                tokens, wiring.input("level", -1, level), carried(wiring, "level_"))
                        : net.known(tokens);
        var features =
                net.features(
                        known,
                        carried(wiring, ""),
                        wiring.input("own", -1, channels),
                        layout.parts()
                                ? Optional.of(wiring.input("shape", -1, layout.shapes().size()))
                                : Optional.empty());
        var logits =
                net.logits(
                        features,
                        layout.staged()
                                ? Optional.of(
                                        net.globals(
                                                net.normed(wiring.input("class", -1, D)), features))
                                : Optional.empty());
        var targets = wiring.input("targets", -1, layout.labels().size());
        var counts = wiring.input("counts", -1);
        Losses losses = new Losses(layers);
        wiring.output(
                Training.LOSS,
                layout.polyFocal()
                        ? losses.polyFocal(logits, targets, counts, ALPHA)
                        : losses.crossEntropy(logits, targets, counts));
    }

    private static Carried carried(Wiring wiring, String prefix) {
        return new Carried(
                wiring.integers(prefix + "points", -1, 3), wiring.input(prefix + "weights", -1, 3));
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
            int[] labels = labels(targets.get(i), cloud.points().size(0));
            clouds.add(PointBatch.Labelled.of(cloud, labels, weights[i]));
        }
        return clouds;
    }

    private Training.Step run(List<PointBatch.Labelled> clouds, double learningRate, long seed) {
        forget();
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

    /** As indices of this head's labels. */
    private int[] labels(Target target, int points) {
        if (!(target instanceof Target.PointLabels given)) {
            throw LearnedLabels.mismatch(name + " learns labels of points, got " + target);
        }
        if (given.classes().size(0) != points) {
            throw LearnedLabels.mismatch(
                    name
                            + ": a cloud of "
                            + points
                            + " points has "
                            + given.classes().size(0)
                            + " labels");
        }
        int[] own = new int[given.labels().size()];
        for (int k = 0; k < own.length; k++) {
            own[k] = layout.labels().indexOf(given.labels().get(k));
        }
        int[] labels = new int[points];
        for (int p = 0; p < points; p++) {
            int k = (int) given.classes().data().get(p);
            labels[p] = k == Target.IGNORED ? Target.IGNORED : own[k];
            if (k != Target.IGNORED && own[k] < 0) {
                throw LearnedLabels.mismatch(
                        name + " has no label " + Quoted.of(given.labels().get(k)));
            }
        }
        return labels;
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        if (decoder == null) {
            decoder = new PointDecoder(name, weights(), layout, D);
        }
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
        forget();
        training.restore(state);
    }

    private void forget() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    @Override
    public void close() {
        forget();
        training.close();
    }
}
