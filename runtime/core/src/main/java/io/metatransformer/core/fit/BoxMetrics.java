package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Metrics of boxes, as the COCO benchmark has them: average precision, mean over the labels that the truth has and
 * over overlaps of 0.5, 0.55, … 0.95. The loss also counts overlaps from 0.05 on, so that near misses are better than
 * far ones.
 */
final class BoxMetrics {
    private static final int RESAMPLES = 200;

    /** Index of the overlap 0.5. */
    private static final int FIRST = 9;

    /** Index of the overlap 0.75. */
    private static final int STRICT = 14;

    /** 0.05, 0.1, … 0.95: each in float64 what COCO compares with. */
    private static final double[] OVERLAPS =
            IntStream.range(0, 19).mapToDouble(t -> 0.5 + (t - FIRST) * 0.05).toArray();

    private BoxMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        TreeSet<String> labels = new TreeSet<>();
        for (Target target : targets) {
            ((Target.Boxes) target).boxes().forEach(box -> labels.add(box.label()));
        }
        if (labels.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "no example has a box that could be found");
        }
        List<RankedBoxes> ranked =
                labels.stream()
                        .map(label -> RankedBoxes.of(label, predictions, targets, OVERLAPS))
                        .toList();
        int n = targets.size();
        int[] once = new int[n];
        Arrays.fill(once, 1);
        double ap = ap(ranked, FIRST, OVERLAPS.length, once);
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("ap", ap);
        metrics.put("ap_50", ap(ranked, FIRST, FIRST + 1, once));
        metrics.put("ap_75", ap(ranked, STRICT, STRICT + 1, once));
        metrics.put("recall", recall(ranked, once));
        return new Evaluation(
                n,
                1 - ap(ranked, 0, OVERLAPS.length, once),
                ap,
                metrics,
                Map.of("ap", interval(ranked, n)),
                Optional.empty());
    }

    /** Mean over labels that have an object, and overlaps from one index to another. */
    private static double ap(List<RankedBoxes> ranked, int from, int to, int[] counts) {
        return ranked.stream()
                .filter(label -> label.objects(counts) > 0)
                .flatMapToDouble(
                        label ->
                                IntStream.range(from, to)
                                        .mapToDouble(t -> label.averagePrecision(t, counts)))
                .average()
                .orElse(0);
    }

    private static double recall(List<RankedBoxes> ranked, int[] counts) {
        return ranked.stream()
                .flatMapToDouble(
                        label ->
                                IntStream.range(FIRST, OVERLAPS.length)
                                        .mapToDouble(t -> label.recall(t, counts)))
                .average()
                .orElse(0);
    }

    /** Percentiles of the bootstrap over pictures, of a fixed seed. */
    private static Evaluation.Interval interval(List<RankedBoxes> ranked, int n) {
        SplitMix64 random = new SplitMix64(n);
        double[] aps = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            int[] counts = new int[n];
            for (int i = 0; i < n; i++) {
                counts[(int) (random.nextDouble() * n)]++;
            }
            aps[r] = ap(ranked, FIRST, OVERLAPS.length, counts);
        }
        Arrays.sort(aps);
        return new Evaluation.Interval(aps[RESAMPLES / 40], aps[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
