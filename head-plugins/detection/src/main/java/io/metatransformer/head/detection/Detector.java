package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From the tokens of a picture to its boxes. Safe to share between threads; holds native memory until it is closed.
 */
final class Detector implements AutoCloseable {
    /** Regions that the box head sees at once: what it needs of memory is bounded by this. */
    private static final int CHUNK = 256;

    static final String TRUNK = "trunk";
    static final String BOXES = "boxes";
    private static final String MASKS = "masks";

    private final String name;
    private final int labels;
    private final int channels;
    private final boolean masks;
    private final Network network;

    /**
     * @param network with the outputs of {@link Trunk}, {@link #boxes} and perhaps {@link #masks} as its entries
     */
    Detector(String name, DetectionOptions options, boolean masks, Network network) {
        this.name = name;
        this.labels = options.labels().size();
        this.channels = options.channels();
        this.masks = masks;
        this.network = network;
    }

    static Detector of(String name, Weights weights, DetectionOptions options, int width) {
        Recipe recipe =
                (layers, wiring) -> {
                    Entry trunk = wiring.entry(TRUNK);
                    Trunk.of(layers, trunk.input("tokens", 1, -1, -1, width)).outputs(trunk);
                    boxes(layers, wiring.entry(BOXES), options);
                    if (MaskHead.in(weights)) {
                        masks(layers, wiring.entry(MASKS), options);
                    }
                };
        Network network = Network.build(name, weights, recipe);
        return new Detector(name, options, MaskHead.in(weights), network);
    }

    /** Declares what is asked of regions. */
    static void boxes(Layers layers, Entry entry, DetectionOptions options) {
        var regions = entry.input("regions", -1, BoxHead.BINS, BoxHead.BINS, options.channels());
        BoxHead head = BoxHead.of(layers, regions, options);
        entry.output("probabilities", layers.softmax(head.logits()));
        entry.output("deltas", head.deltas());
    }

    /** Declares what is asked of the regions of answers. */
    private static void masks(Layers layers, Entry entry, DetectionOptions options) {
        int bins = MaskHead.BINS;
        entry.output(
                "logits",
                MaskHead.of(layers, entry.input("regions", -1, bins, bins, options.channels())));
    }

    /**
     * @param options of this request
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if they ask for masks and there are none
     */
    Prediction answer(TokenGrid grid, DetectionOptions options) {
        requireMasks(options);
        var values = new Trunk.Values(network.run(TRUNK, Map.of("tokens", grid.tokens())));
        Found found = found(values, grid.view(), options);
        if (!options.masks()) {
            return boxes(found, options.labels());
        }
        float[] boxes = grid.view().toGrid(found.boxes().clone());
        Tensor logits =
                found.count() == 0
                        ? Tensor.of(new float[0], 0, 0, 0, labels)
                        : of(MASKS, MaskHead.BINS, values.maps(0), boxes).get("logits");
        return MaskedPicture.of(found, logits, grid.view(), options.labels());
    }

    void requireMasks(DetectionOptions options) {
        if (options.masks() && !masks) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name + ": option 'answer' takes boxes alone, since there is no mask head");
        }
    }

    private static Prediction.Boxes boxes(Found found, List<String> labels) {
        List<Prediction.Box> boxes = new ArrayList<>();
        for (int i = 0; i < found.count(); i++) {
            int label = found.labels()[i];
            boxes.add(
                    new Prediction.Box(
                            found.boxes()[4 * i],
                            found.boxes()[4 * i + 1],
                            found.boxes()[4 * i + 2],
                            found.boxes()[4 * i + 3],
                            new Prediction.Label(labels.get(label), label, found.scores()[i])));
        }
        return new Prediction.Boxes(boxes);
    }

    Found found(Trunk.Values values, View view, DetectionOptions options) {
        finite(values.outputs());
        float[] proposals =
                options.proposals()
                        .in(values.levels(0), view.gridWidth(), view.gridHeight())
                        .boxes();
        List<FeatureMap> maps = values.maps(0);
        float[] boxes = new float[proposals.length * labels];
        float[] probabilities = new float[proposals.length / 4 * (labels + 1)];
        for (int from = 0; from < proposals.length; from += 4 * CHUNK) {
            int to = Math.min(proposals.length, from + 4 * CHUNK);
            float[] some = Arrays.copyOfRange(proposals, from, to);
            Map<String, Tensor> of = of(BOXES, BoxHead.BINS, maps, some);
            of.get("probabilities")
                    .data()
                    .get(probabilities, from / 4 * (labels + 1), some.length / 4 * (labels + 1));
            float[] decoded = BoxCoder.ANSWERS.decode(some, of.get("deltas").toArray());
            BoxCoder.clip(decoded, view.gridWidth(), view.gridHeight());
            System.arraycopy(decoded, 0, boxes, from * labels, decoded.length);
        }
        return Found.ofClasses(
                view.toUser(boxes),
                probabilities,
                labels,
                options.threshold(),
                options.overlap(),
                options.most());
    }

    /** What an entry says of regions. */
    private Map<String, Tensor> of(String entry, int bins, List<FeatureMap> maps, float[] boxes) {
        RegionAlign align = RegionAlign.of(bins);
        int R = boxes.length / 4;
        float[] regions = new float[R * align.size(channels)];
        align.extract(maps, Trunk.FINEST, boxes, regions, 0);
        Tensor tensor = Tensor.of(regions, R, bins, bins, channels);
        return finite(network.run(entry, Map.of("regions", tensor)));
    }

    private Map<String, Tensor> finite(Map<String, Tensor> outputs) {
        for (Tensor output : outputs.values()) {
            for (float value : output.toArray()) {
                if (!Float.isFinite(value)) {
                    throw new MetaTransformerException(
                            ErrorCode.NON_FINITE_OUTPUT, name + ": a value is not finite");
                }
            }
        }
        return outputs;
    }

    @Override
    public void close() {
        network.close();
    }
}
