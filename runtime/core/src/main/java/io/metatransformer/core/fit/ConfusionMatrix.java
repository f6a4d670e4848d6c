package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.fit.Evaluation.Interval;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts of what each pixel or point is and was answered to be, over examples. K labels; not thread-safe.
 *
 * <p>IoU of a label: points that are it and were answered so, out of those that are it or were answered so.
 */
final class ConfusionMatrix {
    private final List<String> labels;
    private final Map<String, Integer> index = new HashMap<>();
    private final long[][] counts; // [truth][answer]; the last answer is none
    private final List<long[]> perExample =
            new ArrayList<>(); // right, true, answered of each label

    /**
     * @param labels of the head
     */
    ConfusionMatrix(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.counts = new long[labels.size()][labels.size() + 1];
        labels.forEach(label -> index.put(label, index.size()));
    }

    /**
     * Counts one example.
     *
     * @param truth indices into {@code names}; {@link Target#IGNORED} is not counted
     * @param answer as many indices of the head's labels; {@link Target#IGNORED} is wrong everywhere
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a truth that is no label of
     *     the head
     */
    void add(Tensor truth, List<String> names, Tensor answer) {
        int K = labels.size();
        long[] example = new long[3 * K];
        FloatBuffer truths = truth.data();
        FloatBuffer answers = answer.data();
        int[] own = own(names);
        while (truths.hasRemaining()) {
            int name = (int) truths.get();
            int a = (int) answers.get();
            if (name == Target.IGNORED) {
                continue;
            }
            int t = own[name];
            if (t < 0) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "the head has no label "
                                + Quoted.of(names.get(name))
                                + "; it has "
                                + labels.stream().limit(20).toList());
            }
            example[K + t]++;
            if (a == Target.IGNORED) {
                counts[t][K]++;
            } else {
                counts[t][a]++;
                example[2 * K + a]++;
                example[t] += t == a ? 1 : 0;
            }
        }
        perExample.add(example);
    }

    private int[] own(List<String> names) {
        return names.stream().mapToInt(name -> index.getOrDefault(name, -1)).toArray();
    }

    /** Share of all that is answered right. */
    double accuracy() {
        return accuracy(sum(all()));
    }

    private double accuracy(long[] sum) {
        int K = labels.size();
        long right = 0;
        long all = 0;
        for (int k = 0; k < K; k++) {
            right += sum[k];
            all += sum[K + k];
        }
        return all == 0 ? 1 : (double) right / all;
    }

    /**
     * Of each label.
     *
     * @param absent of a label that neither is nor was answered anywhere
     */
    double[] iou(double absent) {
        return iou(sum(all()), absent);
    }

    private double[] iou(long[] sum, double absent) {
        int K = labels.size();
        double[] iou = new double[K];
        for (int k = 0; k < K; k++) {
            long either = sum[K + k] + sum[2 * K + k] - sum[k];
            iou[k] = either == 0 ? absent : (double) sum[k] / either;
        }
        return iou;
    }

    /** Share of each label that is answered right; absent where nothing is of that label. */
    double[] recall(double absent) {
        int K = labels.size();
        long[] sum = sum(all());
        double[] recall = new double[K];
        for (int k = 0; k < K; k++) {
            recall[k] = sum[K + k] == 0 ? absent : (double) sum[k] / sum[K + k];
        }
        return recall;
    }

    static double mean(double[] values) {
        double sum = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? 1 : sum / count;
    }

    private int[] all() {
        int[] all = new int[perExample.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    private long[] sum(int[] examples) {
        long[] sum = new long[3 * labels.size()];
        for (int example : examples) {
            long[] each = perExample.get(example);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += each[i];
            }
        }
        return sum;
    }

    /**
     * The reference's metrics: {@code accuracy} of all points, {@code mean_accuracy} over labels that occur, {@code
     * mean_iou} where a label that occurs nowhere counts 1, as in its final evaluation, {@code mean_iou_absent_0}
     * where it counts 0, as in its log of training; and the IoU of each label. The loss is what the mean IoU lacks.
     *
     * @param more metrics by name
     * @param ranges of those
     */
    Evaluation evaluation(Map<String, Double> more, Map<String, Interval> ranges) {
        Map<String, Double> metrics = new TreeMap<>(more);
        double meanIou = mean(iou(1));
        metrics.put("accuracy", accuracy());
        metrics.put("mean_accuracy", mean(recall(Double.NaN)));
        metrics.put("mean_iou", meanIou);
        metrics.put("mean_iou_absent_0", mean(iou(0)));
        double[] each = iou(1);
        for (int k = 0; k < each.length; k++) {
            metrics.put("iou " + labels.get(k), each[k]);
        }
        Map<String, Interval> intervals = new TreeMap<>(ranges);
        int n = perExample.size();
        intervals.put("accuracy", Intervals.of(n, drawn -> accuracy(sum(drawn))));
        intervals.put("mean_iou", Intervals.of(n, drawn -> mean(iou(sum(drawn), 1))));
        return new Evaluation(n, 1 - meanIou, meanIou, metrics, intervals, confusion());
    }

    /** Nothing where a count is past what an int holds, or some points had no answer. */
    Optional<Evaluation.Confusion> confusion() {
        int K = labels.size();
        int[][] small = new int[K][K];
        for (int t = 0; t < K; t++) {
            for (int a = 0; a < K; a++) {
                if (counts[t][a] > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                small[t][a] = (int) counts[t][a];
            }
            if (counts[t][K] > 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Evaluation.Confusion(labels, small));
    }
}
