package io.metatransformer.head.detection;

import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.SplitMix64;
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

/**
 * A detector while it learns. Choosing regions is geometry, so the graph parts there in two:
 *
 * <pre>
 *   tokens ─ trunk ─▶ maps, proposals ─▶ regions ─ box head ─▶ loss
 *   trunk  ◀─ gradients of maps ◀─ pulled back ◀─ gradients of regions
 * </pre>
 *
 * <p>Both take their step from the weights before it. A limit of the gradient's norm holds for each of the two.
 * Pictures of one grid are seen together, at most eight: a batch of more, or of several grids, is several steps.
 */
final class DetectionTraining implements HeadTraining {
    private static final int MOST = 8;
    private static final String OF_TRUNK = "trunk.";
    private static final String OF_BOXES = "boxes.";

    private final String name;
    private final int width;
    private final DetectionOptions options;
    private final double smoothing;
    private final Weights kept; // of masks, which are not learnt here
    private final TrunkTraining trunk;
    private final BoxTraining boxes;
    private final Latest<Detector> latest = new Latest<>(this::open, Detector::close);

    /** One example of a batch. */
    private record Shown(int index, TokenGrid grid, Truth truth, float weight) {}

    DetectionTraining(ModelPart start, Options chosen, TrainingRules rules) {
        this.name = start.name();
        this.width = start.width();
        this.options = DetectionOptions.from(chosen);
        this.smoothing = rules.smoothing();
        List<WeightSpec> specs = DetectionWeights.specs(options, width);
        Weights weights = start.weights();
        if (weights.names().isEmpty()) {
            weights = drawn(specs, rules.seed());
        }
        weights.require(name, specs);
        Optimiser optimiser = Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm());
        this.kept = part(weights, MaskHead.specs(options.channels(), options.labels().size()));
        this.trunk =
                new TrunkTraining(
                        name,
                        part(weights, Trunk.specs(width, options.channels())),
                        options,
                        width,
                        optimiser);
        try {
            this.boxes =
                    new BoxTraining(
                            name, part(weights, BoxHead.specs(options)), options, optimiser);
        } catch (RuntimeException | Error e) {
            trunk.close();
            throw e;
        }
    }

    private static Weights drawn(List<WeightSpec> specs, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : specs.stream().filter(WeightSpec::required).toList()) {
            drawn.put(spec.name(), spec.draw(seed));
        }
        return Weights.of(drawn);
    }

    private static Weights part(Weights weights, List<WeightSpec> specs) {
        List<String> names = specs.stream().map(WeightSpec::name).toList();
        return weights.renamed(n -> names.contains(n) ? Optional.of(n) : Optional.empty());
    }

    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        return stepThrough(digests, targets, weights, learningRate, seed).loss();
    }

    @Override
    public Step stepThrough(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        latest.forget();
        List<Shown> batch = new ArrayList<>();
        for (int i = 0; i < digests.size(); i++) {
            TokenGrid grid = TokenGrid.ofDigest(digests.get(i));
            Truth truth = Truth.of(targets.get(i), grid.view(), options.labels());
            batch.add(new Shown(i, grid, truth, weights[i]));
        }
        SplitMix64 random = new SplitMix64(seed);
        double loss = 0;
        Tensor[] gradients = new Tensor[batch.size()];
        for (List<Shown> alike : alike(batch)) {
            float share = (float) alike.size() / batch.size();
            Training.Step step = step(alike, learningRate, random);
            loss += step.loss() * share;
            float[] ofTokens = step.inputGradients().get(TrunkTraining.TOKENS).toArray();
            for (int b = 0; b < alike.size(); b++) {
                Shown shown = alike.get(b);
                gradients[shown.index] = shown.grid.digestGradient(ofTokens, b, share);
            }
        }
        return new Step((float) loss, List.of(gradients));
    }

    /** Parts of one grid each, in the order in which they come. */
    private static List<List<Shown>> alike(List<Shown> batch) {
        Map<String, List<Shown>> open = new LinkedHashMap<>();
        List<List<Shown>> parts = new ArrayList<>();
        for (Shown shown : batch) {
            View view = shown.grid.view();
            List<Shown> part =
                    open.compute(
                            view.rows() + " " + view.cols(),
                            (grid, known) ->
                                    known == null || known.size() == MOST
                                            ? new ArrayList<>()
                                            : known);
            if (part.isEmpty()) {
                parts.add(part);
            }
            part.add(shown);
        }
        return parts;
    }

    /** The loss of both parts, and its gradient with respect to the tokens. */
    private Training.Step step(List<Shown> batch, double rate, SplitMix64 random) {
        Tensor tokens = tokens(batch);
        Trunk.Values values = trunk.values(tokens);
        float[] anchors = AnchorTargets.joined(values.levels(0));
        AnchorTargets ofAnchors = new AnchorTargets(batch.size(), anchors.length / 4);
        RegionTargets ofRegions = new RegionTargets(options.labels().size(), smoothing);
        for (int b = 0; b < batch.size(); b++) {
            Shown shown = batch.get(b);
            View view = shown.grid.view();
            DetectionOptions.Learning learning = options.learning();
            ofAnchors.put(b, anchors, shown.truth, shown.weight, learning.anchors(), random);
            float[] proposals =
                    learning.proposals()
                            .in(values.levels(b), view.gridWidth(), view.gridHeight())
                            .boxes();
            ofRegions.add(proposals, shown.truth, shown.weight, learning.regions(), random);
        }
        MapGradients gradients = new MapGradients(values, batch.size());
        float loss = 0;
        if (ofRegions.count() > 0) {
            Tensor regions = gradients.extract(ofRegions);
            BoxTraining.Step step =
                    boxes.step(regions, ofRegions.inputs(), rate, random.nextLong());
            gradients.pullBack(ofRegions, step.gradients());
            loss = step.loss();
        }
        Training.Step ofTrunk =
                trunk.step(
                        tokens, ofAnchors.inputs(), gradients.tensors(), rate, random.nextLong());
        return new Training.Step(
                loss + ofTrunk.loss(), ofTrunk.gradientNorm(), ofTrunk.inputGradients());
    }

    private static Tensor tokens(List<Shown> batch) {
        Tensor first = batch.get(0).grid.tokens();
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(batch.size(), first.elements()));
        batch.forEach(shown -> all.put(shown.grid.tokens().data()));
        return Tensor.of(all.flip(), batch.size(), first.size(1), first.size(2), first.size(3));
    }

    private Detector open() {
        return Detector.of(name, weights(), options, width);
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        Detector detector = latest.get();
        List<Prediction> predictions = new ArrayList<>();
        for (Tensor digest : digests) {
            predictions.add(detector.answer(TokenGrid.ofDigest(digest), options));
        }
        return predictions;
    }

    @Override
    public Optional<Weights> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        Weights ofTrunk = trunk.state();
        Weights ofBoxes = boxes.state();
        ofTrunk.names().forEach(each -> all.put(OF_TRUNK + each, ofTrunk.get(each)));
        ofBoxes.names().forEach(each -> all.put(OF_BOXES + each, ofBoxes.get(each)));
        return Optional.of(Weights.of(all));
    }

    @Override
    public void restore(Weights state) {
        latest.forget();
        trunk.restore(state.renamed(each -> after(OF_TRUNK, each)));
        boxes.restore(state.renamed(each -> after(OF_BOXES, each)));
    }

    private static Optional<String> after(String prefix, String name) {
        return name.startsWith(prefix)
                ? Optional.of(name.substring(prefix.length()))
                : Optional.empty();
    }

    @Override
    public Weights weights() {
        Map<String, Tensor> now = new LinkedHashMap<>();
        for (Weights part : List.of(kept, trunk.weights(), boxes.weights())) {
            part.names().forEach(each -> now.put(each, part.get(each)));
        }
        return Weights.of(now);
    }

    @Override
    public void close() {
        latest.forget();
        trunk.close();
        boxes.close();
    }
}
