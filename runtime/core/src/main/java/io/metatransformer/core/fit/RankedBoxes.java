package io.metatransformer.core.fit;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All boxes that were answered for one label, best first over all pictures, and which of them are right: as the COCO
 * benchmark (Lin et al., arXiv 1405.0312) counts.
 *
 * <p>In each picture, from the best answer down, each takes the object that it overlaps most of those not taken yet,
 * if by at least a threshold; who takes none is wrong.
 */
final class RankedBoxes {
    private static final int POINTS = 101;
    private static final int MOST = 100;

    /** @param right for each threshold, whether it takes an object */
    private record Ranked(int picture, float score, boolean[] right) {}

    private final List<Ranked> ranked = new ArrayList<>();
    private final int[] objects;

    private RankedBoxes(int pictures) {
        this.objects = new int[pictures];
    }

    static RankedBoxes of(
            String label, List<Prediction> predictions, List<Target> targets, double[] thresholds) {
        RankedBoxes all = new RankedBoxes(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            List<Target.Box> truths =
                    ((Target.Boxes) targets.get(i))
                            .boxes().stream().filter(box -> box.label().equals(label)).toList();
            List<Prediction.Box> answers =
                    ((Prediction.Boxes) predictions.get(i))
                            .boxes().stream()
                                    .filter(box -> box.label().label().equals(label))
                                    .sorted(Comparator.comparing(box -> -box.label().score()))
                                    .limit(MOST)
                                    .toList();
            all.objects[i] = truths.size();
            all.add(i, answers, truths, thresholds);
        }
        all.ranked.sort(Comparator.comparing(each -> -each.score)); // stable
        return all;
    }

    private void add(
            int picture,
            List<Prediction.Box> answers,
            List<Target.Box> truths,
            double[] thresholds) {
        boolean[][] taken = new boolean[thresholds.length][truths.size()];
        for (Prediction.Box answer : answers) {
            boolean[] right = new boolean[thresholds.length];
            double[] overlaps = truths.stream().mapToDouble(t -> overlap(answer, t)).toArray();
            for (int t = 0; t < thresholds.length; t++) {
                int best = -1;
                for (int m = 0; m < overlaps.length; m++) {
                    double least = best < 0 ? thresholds[t] : overlaps[best];
                    best = !taken[t][m] && overlaps[m] >= least ? m : best;
                }
                if (best >= 0) {
                    taken[t][best] = true;
                    right[t] = true;
                }
            }
            ranked.add(new Ranked(picture, answer.label().score(), right));
        }
    }

    /** Intersection over union. */
    private static double overlap(Prediction.Box a, Target.Box b) {
        double width = (double) Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = (double) Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        double common = Math.max(0, width) * Math.max(0, height);
        double first = ((double) a.right() - a.left()) * ((double) a.bottom() - a.top());
        double second = ((double) b.right() - b.left()) * ((double) b.bottom() - b.top());
        return common / (first + second - common);
    }

    /** Objects, each picture as often as it counts. */
    int objects(int[] counts) {
        int sum = 0;
        for (int i = 0; i < objects.length; i++) {
            sum += counts[i] * objects[i];
        }
        return sum;
    }

    /** The share of objects that some answer takes. */
    double recall(int threshold, int[] counts) {
        int right = 0;
        for (Ranked each : ranked) {
            right += each.right[threshold] ? counts[each.picture] : 0;
        }
        return (double) right / objects(counts);
    }

    /**
     * The mean, over 101 shares of the objects from 0 to 1, of the best precision at which at least that share is
     * found; 0 where it never is.
     *
     * @param threshold index
     * @param counts how often each picture counts
     */
    double averagePrecision(int threshold, int[] counts) {
        int N = ranked.size();
        int objects = objects(counts);
        double[] recall = new double[N];
        double[] precision = new double[N];
        int right = 0;
        int answers = 0;
        for (int n = 0; n < N; n++) {
            int count = counts[ranked.get(n).picture];
            answers += count;
            right += ranked.get(n).right[threshold] ? count : 0;
            recall[n] = (double) right / objects;
            precision[n] = answers == 0 ? 0 : (double) right / answers;
        }
        for (int n = N - 2; n >= 0; n--) {
            precision[n] = Math.max(precision[n], precision[n + 1]);
        }
        double sum = 0;
        for (int point = 0, n = 0; point < POINTS; point++) {
            while (n < N && recall[n] < point * 0.01) {
                n++;
            }
            sum += n < N ? precision[n] : 0;
        }
        return sum / POINTS;
    }
}
