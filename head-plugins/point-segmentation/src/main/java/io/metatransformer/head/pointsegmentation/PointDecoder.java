package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import io.metatransformer.head.pointsegmentation.DecoderLayers.Carried;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Clouds to labels of their points, some points at a time: memory does not grow with a cloud but by what comes in
 * and what goes out. Safe to share between threads; holds native memory until it is closed.
 */
final class PointDecoder implements AutoCloseable {
    /** Values that the points of one run have at most, each with three known ones: 32 MiB of floats. */
    private static final int RUN_VALUES = 1 << 23;

    private static final String KNOWN = "known";
    private static final String FEATURES = "features";
    private static final String LOGITS = "logits";

    private final String name;
    private final SegmentationOptions options;
    private final int D;
    private final int channels;
    private final int level;
    private final int run;
    private final Network network;

    /**
     * @param weights those that {@link DecoderWeights#specs} asks for
     */
    PointDecoder(String name, Weights weights, SegmentationOptions options, int D) {
        this(name, weights, options, D, run(options, D));
    }

    private static int run(SegmentationOptions options, int D) {
        int most = Math.max(options.pointWidth(D), options.hidden());
        return Math.max(1, RUN_VALUES / (Interpolation.NEIGHBOURS * most));
    }

    /**
     * @param run points at a time
     */
    PointDecoder(String name, Weights weights, SegmentationOptions options, int D, int run) {
        this.name = name;
        this.options = options;
        this.D = D;
        this.channels = DecoderWeights.channels(name, weights, options, D);
        this.level = DecoderWeights.level(name, weights, options, D);
        this.run = run;
        this.network = Network.build(name, weights, this::wire);
    }

    private void wire(Layers layers, Wiring wiring) {
        DecoderLayers decoder = new DecoderLayers(layers, options, D, level, channels, 0);
        var known = wiring.entry(KNOWN);
        var tokens = decoder.normed(known.input("tokens", -1, D));
        if (options.staged()) {
            var rows = known.input("level", -1, level);
            Carried carried =
                    new Carried(
                            known.integers("level_points", -1, 3),
                            known.input("level_weights", -1, 3));
            known.output("known", decoder.known(tokens, rows, carried));
            known.output("class_token", decoder.normed(known.input("class", 1, D)));
        } else {
            known.output("known", decoder.known(tokens));
        }
        var features = wiring.entry(FEATURES);
        int H = options.pointWidth(D);
        features.output(
                "features",
                decoder.features(
                        features.input("known", -1, H),
                        new Carried(
                                features.integers("points", -1, 3),
                                features.input("weights", -1, 3)),
                        features.input("own", -1, channels),
                        options.parts()
                                ? Optional.of(features.input("shape", 1, options.shapes().size()))
                                : Optional.empty()));
        var logits = wiring.entry(LOGITS);
        logits.output(
                "logits",
                decoder.logits(
                        logits.input("features", -1, H),
                        options.staged()
                                ? Optional.of(logits.input("globals", 1, options.globals() * D))
                                : Optional.empty()));
    }

    /** Scores of the points that have a place. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param from how many of them came before
         * @param logits {@code [some, K]}
         */
        void accept(int from, Tensor logits);
    }

    /**
     * The label of every point, {@code [P]}; {@link Target#IGNORED} for those that have no place.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for a cloud of other channels or
     *     another level, {@link ErrorCode#NON_FINITE_OUTPUT} for scores that are no numbers
     */
    int[] labels(CloudFeatures cloud) {
        int[] labels = new int[cloud.points().size(0)];
        Arrays.fill(labels, Target.IGNORED);
        int[] placed = cloud.placed();
        int K = options.labels().size();
        if (placed.length > 0) {
            logits(
                    cloud,
                    placed,
                    (from, logits) -> {
                        float[] scores = logits.toArray();
                        for (int row = 0; row < logits.size(0); row++) {
                            labels[placed[from + row]] = best(scores, row * K, K);
                        }
                    });
        }
        return labels;
    }

    /** Ties: the lowest index. */
    private int best(float[] scores, int from, int K) {
        int best = 0;
        for (int k = 0; k < K; k++) {
            float score = scores[from + k];
            if (!Float.isFinite(score)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, name + ": a score is not finite");
            }
            best = score > scores[from + best] ? k : best;
        }
        return best;
    }

    /**
     * @param placed at least one
     */
    void logits(CloudFeatures cloud, int[] placed, Sink sink) {
        check(cloud);
        Scene scene = new Scene(cloud, placed);
        if (!options.staged()) {
            for (int from = 0; from < placed.length; from += run) {
                sink.accept(from, logits(scene.features(from), Optional.empty()));
            }
            return;
        }
        // What stands for the whole cloud must be known before the first point is decided. Features
        // of a
        // large cloud are computed twice rather than kept.
        Globals globals = new Globals(options.parts(), scene.classToken, D);
        Tensor only = null;
        for (int from = 0; from < placed.length; from += run) {
            only = scene.features(from);
            globals.add(only);
        }
        Optional<Tensor> whole = Optional.of(globals.row(placed.length));
        for (int from = 0; from < placed.length; from += run) {
            Tensor features = placed.length <= run ? only : scene.features(from);
            sink.accept(from, logits(features, whole));
        }
    }

    private void check(CloudFeatures cloud) {
        if (cloud.channels() != channels || options.staged() && cloud.levelWidth() != level) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + " reads points of "
                            + channels
                            + " channels"
                            + (options.staged() ? " and a level of width " + level : "")
                            + ", got "
                            + cloud.channels()
                            + (options.staged() ? " and " + cloud.levelWidth() : "")
                            + "; it was made for another tokenizer");
        }
    }

    private Tensor logits(Tensor features, Optional<Tensor> globals) {
        Map<String, Tensor> inputs = new HashMap<>(Map.of("features", features));
        globals.ifPresent(each -> inputs.put("globals", each));
        return network.run(LOGITS, inputs).get("logits");
    }

    /** One cloud on its way. */
    private final class Scene {
        private final CloudFeatures cloud;
        private final int[] placed;
        private final Interpolation carried;
        private final Tensor known;
        private final float[] classToken;

        Scene(CloudFeatures cloud, int[] placed) {
            this.cloud = cloud;
            this.placed = placed;
            int T = cloud.tokens().length / D;
            Map<String, Tensor> inputs =
                    new HashMap<>(Map.of("tokens", Tensor.of(cloud.tokens(), T, D)));
            NearestPoints below = new NearestPoints(cloud.centres());
            if (options.staged()) {
                Level between = Level.of(cloud);
                Interpolation up = Interpolation.of(below, between.xyz());
                inputs.put("level", Tensor.of(between.features(), up.places(), level));
                inputs.put("level_points", up.points(0, up.places()));
                inputs.put("level_weights", up.weights(0, up.places()));
                inputs.put("class", Tensor.of(cloud.classToken(), 1, D));
                below = new NearestPoints(between.xyz());
            }
            Map<String, Tensor> found = network.run(KNOWN, inputs);
            known = found.get("known");
            classToken = options.staged() ? found.get("class_token").toArray() : new float[0];
            carried = Interpolation.of(below, CloudFeatures.columns(cloud.places(), placed, 0, 3));
        }

        /** {@code [up to run, H]}. */
        Tensor features(int from) {
            int to = Math.min(placed.length, from + run);
            int[] some = Arrays.copyOfRange(placed, from, to);
            float[] own = CloudFeatures.columns(cloud.points(), some, 0, channels);
            Map<String, Tensor> inputs =
                    new HashMap<>(
                            Map.of(
                                    "known", known,
                                    "points", carried.points(from, to),
                                    "weights", carried.weights(from, to),
                                    "own", Tensor.of(own, some.length, channels)));
            if (options.parts()) {
                int shapes = options.shapes().size();
                inputs.put("shape", Tensor.of(cloud.oneHot(shapes), 1, shapes));
            }
            return network.run(FEATURES, inputs).get("features");
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
