package io.metatransformer.head.segmentation;

import io.metatransformer.api.HeadTraining;
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
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns all layers of a decoder by the cross entropy of {@link MaskLoss}. A batch is walked in parts: grids
 * of other sides, or more than fit into memory at once, are a step each.
 */
final class SegmentationTraining implements HeadTraining {
    private final String name;
    private final int width;
    private final SegmentationOptions layout;
    private final MaskLoss loss;
    private final boolean everywhere;
    private final Training training;
    private final Map<Target, CellShares> shares = new IdentityHashMap<>();
    private final Latest<SegmentationNetwork> latest =
            new Latest<>(this::open, SegmentationNetwork::close);

    SegmentationTraining(ModelPart start, Options options, TrainingRules rules) {
        this.name = start.name();
        this.width = start.width();
        this.layout = SegmentationOptions.from(options);
        this.everywhere = SegmentationOptions.everywhere(options);
        this.loss = new MaskLoss(layout, width, (float) rules.smoothing());
        this.training =
                Training.build(
                        name,
                        start.weights().names().isEmpty() ? drawn(rules.seed()) : start.weights(),
                        each -> true,
                        Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()),
                        loss.recipe(),
                        List.of(MaskLoss.GRIDS));
    }

    private Weights drawn(long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : layout.decoder().weights(width)) {
            drawn.put(spec.name(), spec.draw(seed));
        }
        return Weights.of(drawn);
    }

    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        return walk(digests, targets, weights, learningRate, seed, List.of()).loss();
    }

    @Override
    public Step stepThrough(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        return walk(digests, targets, weights, learningRate, seed, List.of(MaskLoss.GRIDS));
    }

    private Step walk(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed,
            List<String> needed) {
        latest.forget();
        List<TokenGrid> grids = digests.stream().map(TokenGrid::of).toList();
        Tensor[] gradients = new Tensor[needed.isEmpty() ? 0 : digests.size()];
        double all = sum(weights);
        double mean = 0;
        List<List<Integer>> parts = BatchParts.of(grids, loss.numbersPerToken());
        for (int p = 0; p < parts.size(); p++) {
            List<Integer> part = parts.get(p);
            float[] counts = new float[part.size()];
            List<CellShares> answers = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                int example = part.get(i);
                counts[i] = weights[example];
                answers.add(shares(targets.get(example), grids.get(example).frame()));
            }
            Training.Step step =
                    training.step(
                            loss.batch(part.stream().map(grids::get).toList(), answers, counts),
                            learningRate,
                            seed + p * 0x9e3779b97f4a7c15L,
                            needed);
            double share = all > 0 ? sum(counts) / all : 0;
            mean += step.loss() * share;
            if (!needed.isEmpty()) {
                scatter(step.inputGradients().get(MaskLoss.GRIDS), part, (float) share, gradients);
            }
        }
        return new Step((float) mean, Arrays.asList(gradients));
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** Gradients of a part {@code [B, h, w, D]} as those of the digests they came from. */
    private static void scatter(
            Tensor ofGrids, List<Integer> part, float share, Tensor[] gradients) {
        FloatBuffer values = ofGrids.data();
        int numbers = ofGrids.elements() / part.size();
        for (int example : part) {
            FloatBuffer gradient = Tensor.allocate(GridFrame.NUMBERS + numbers);
            gradient.position(GridFrame.NUMBERS);
            while (gradient.hasRemaining()) {
                gradient.put(values.get() * share);
            }
            gradients[example] = Tensor.of(gradient.flip(), gradient.limit());
        }
    }

    /** The same in every epoch, and slower to make than to keep. */
    private CellShares shares(Target target, GridFrame frame) {
        return shares.computeIfAbsent(
                target, each -> loss.shares(LearnedClasses.mask(each), frame));
    }

    private SegmentationNetwork open() {
        return new SegmentationNetwork(name, layout, weights(), width);
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        SegmentationNetwork network = latest.get();
        List<Prediction> answers = new ArrayList<>();
        for (Tensor digest : digests) {
            answers.add(network.answer(TokenGrid.of(digest), everywhere));
        }
        return answers;
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
