package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What one step of training reads: B clouds, of each S points whose labels are known, drawn anew in every step. So
 * a step costs the same for clouds of any size, and each cloud counts as its weight says.
 */
final class PointBatch {
    /** Points of a step at most, those of all its clouds together … */
    private static final int POINTS = 1 << 14;

    /** … unless each had fewer than so many. */
    private static final int FEWEST = 16;

    private final SegmentationOptions options;
    private final double smoothing;
    private final List<Labelled> clouds;
    private final int S;
    private final Map<String, Tensor> inputs = new HashMap<>();

    /**
     * One cloud to learn from.
     *
     * @param labels of its points, as indices of the head's
     * @param known points to learn from
     */
    record Labelled(CloudFeatures cloud, int[] labels, int[] known, float weight) {

        static Labelled of(CloudFeatures cloud, int[] labels, float weight) {
            int[] known =
                    Arrays.stream(cloud.placed())
                            .filter(point -> labels[point] != Target.IGNORED)
                            .toArray();
            return new Labelled(cloud, labels, known, weight);
        }

        /** Whether there is anything to learn from it. */
        boolean counts() {
            return weight > 0 && known.length > 0;
        }
    }

    private PointBatch(SegmentationOptions options, double smoothing, List<Labelled> clouds) {
        this.options = options;
        this.smoothing = smoothing;
        this.clouds = clouds;
        int most = clouds.stream().mapToInt(each -> each.known.length).max().orElse(1);
        this.S = Math.min(most, Math.max(FEWEST, POINTS / clouds.size()));
    }

    /**
     * Inputs of a step, by name.
     *
     * @param clouds at least one; all of them count
     * @param smoothing share of a label that is spread over the others
     */
    static Map<String, Tensor> of(
            SegmentationOptions options, double smoothing, List<Labelled> clouds, long seed) {
        PointBatch batch = new PointBatch(options, smoothing, clouds);
        List<int[]> drawn = new ArrayList<>();
        for (Labelled each : clouds) {
            drawn.add(draw(each.known, batch.S, new SplitMix64(seed + drawn.size())));
        }
        batch.putClouds();
        batch.putPoints(drawn);
        batch.putTargets(drawn);
        return batch.inputs;
    }

    /** S of them without repetition, as long as there are so many; else all of them again and again. */
    private static int[] draw(int[] known, int S, SplitMix64 random) {
        int[] points =
                IntStream.range(0, Math.max(S, known.length))
                        .map(i -> known[i % known.length])
                        .toArray();
        for (int s = 0; s < S && S < points.length; s++) {
            int other = s + (int) (random.nextDouble() * (points.length - s));
            int taken = points[other];
            points[other] = points[s];
            points[s] = taken;
        }
        return Arrays.copyOf(points, S);
    }

    private void putClouds() {
        int D = clouds.get(0).cloud.width();
        inputs.put("tokens", rows(D, clouds.stream().map(each -> each.cloud.tokens()).toList()));
        if (!options.staged()) {
            return;
        }
        inputs.put("class", rows(D, clouds.stream().map(each -> each.cloud.classToken()).toList()));
        List<float[]> levels = new ArrayList<>();
        List<Interpolation> up = new ArrayList<>();
        for (Labelled each : clouds) {
            Level level = Level.of(each.cloud);
            levels.add(level.features());
            up.add(Interpolation.of(new NearestPoints(each.cloud.centres()), level.xyz()));
        }
        inputs.put("level", rows(clouds.get(0).cloud.levelWidth(), levels));
        put("level_", Interpolation.joined(up, counts(each -> each.centres().length / 3)));
        if (options.parts()) {
            List<float[]> shapes = new ArrayList<>();
            for (Labelled each : clouds) {
                shapes.add(each.cloud.oneHot(options.shapes().size()));
            }
            inputs.put("shape", rows(options.shapes().size(), shapes));
        }
    }

    private void putPoints(List<int[]> drawn) {
        List<float[]> own = new ArrayList<>();
        List<Interpolation> carried = new ArrayList<>();
        for (int b = 0; b < drawn.size(); b++) {
            CloudFeatures cloud = clouds.get(b).cloud;
            float[] known = options.staged() ? Level.of(cloud).xyz() : cloud.centres();
            float[] places = CloudFeatures.columns(cloud.places(), drawn.get(b), 0, 3);
            carried.add(Interpolation.of(new NearestPoints(known), places));
            own.add(CloudFeatures.columns(cloud.points(), drawn.get(b), 0, cloud.channels()));
        }
        inputs.put("own", rows(clouds.get(0).cloud.channels(), own));
        put(
                "",
                Interpolation.joined(
                        carried,
                        counts(
                                each ->
                                        options.staged()
                                                ? each.level().size(0)
                                                : each.centres().length / 3)));
    }

    private void putTargets(List<int[]> drawn) {
        int K = options.labels().size();
        // As the reference's point models smooth: nothing of the share stays with the label itself.
        double share = K > 1 && !options.polyFocal() ? smoothing : 0;
        float[] targets = new float[drawn.size() * S * K];
        float[] weights = new float[drawn.size() * S];
        Arrays.fill(targets, (float) (share / Math.max(1, K - 1)));
        for (int row = 0; row < weights.length; row++) {
            Labelled each = clouds.get(row / S);
            weights[row] = each.weight;
            targets[row * K + each.labels[drawn.get(row / S)[row % S]]] = (float) (1 - share);
        }
        inputs.put("targets", Tensor.of(targets, weights.length, K));
        inputs.put("counts", Tensor.of(weights, weights.length));
    }

    private int[] counts(ToIntFunction<CloudFeatures> count) {
        return clouds.stream().mapToInt(each -> count.applyAsInt(each.cloud)).toArray();
    }

    private void put(String prefix, Interpolation carried) {
        inputs.put(prefix + "points", carried.points(0, carried.places()));
        inputs.put(prefix + "weights", carried.weights(0, carried.places()));
    }

    /** One below the other, {@code [all, width]}. */
    private static Tensor rows(int width, List<float[]> parts) {
        long size = parts.stream().mapToLong(part -> part.length).sum();
        FloatBuffer all = Tensor.allocate(Math.toIntExact(size));
        parts.forEach(all::put);
        return Tensor.of(all.flip(), (int) (size / width), width);
    }
}
