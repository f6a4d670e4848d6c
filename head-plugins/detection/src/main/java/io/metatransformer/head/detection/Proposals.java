package io.metatransformer.head.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which boxes may hold an object, whatever its class (Ren et al., arXiv 1506.01497).
 *
 * @param before most proposals of each level before the same ones are dropped
 * @param most of all levels
 * @param overlap from which two of a level are the same
 */
record Proposals(int before, int most, double overlap) {

    /**
     * What the layers say of one level.
     *
     * @param anchors {@code [A, 4]}
     * @param logits {@code [A]}, of there being an object
     * @param deltas {@code [A, 4]} that lead from an anchor to it
     */
    record Level(float[] anchors, float[] logits, float[] deltas) {}

    /** Proposals in a picture of {@code width × height}; their labels are levels. */
    Found in(List<Level> levels, float width, float height) {
        List<Found> perLevel = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            perLevel.add(best(levels.get(level), level, width, height));
        }
        Found all = joined(perLevel);
        return all.picked(
                Suppression.keepWithin(all.boxes(), all.scores(), all.labels(), overlap), most);
    }

    private Found best(Level level, int label, float width, float height) {
        float[] scores = level.logits().clone();
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (1 / (1 + Math.exp(-scores[i])));
        }
        int[] order = Suppression.order(scores);
        int N = Math.min(before, order.length);
        float[] anchors = new float[4 * N];
        float[] deltas = new float[4 * N];
        for (int i = 0; i < N; i++) {
            System.arraycopy(level.anchors(), 4 * order[i], anchors, 4 * i, 4);
            System.arraycopy(level.deltas(), 4 * order[i], deltas, 4 * i, 4);
        }
        float[] boxes = BoxCoder.clip(BoxCoder.PROPOSALS.decode(anchors, deltas), width, height);
        int count = 0;
        float[] kept = new float[N];
        for (int i = 0; i < N; i++) {
            if (boxes[4 * i + 2] > boxes[4 * i] && boxes[4 * i + 3] > boxes[4 * i + 1]) {
                System.arraycopy(boxes, 4 * i, boxes, 4 * count, 4);
                kept[count++] = scores[order[i]];
            }
        }
        int[] labels = new int[count];
        Arrays.fill(labels, label);
        return new Found(Arrays.copyOf(boxes, 4 * count), Arrays.copyOf(kept, count), labels);
    }

    private static Found joined(List<Found> parts) {
        int N = parts.stream().mapToInt(Found::count).sum();
        Found joined = new Found(new float[4 * N], new float[N], new int[N]);
        int at = 0;
        for (Found part : parts) {
            System.arraycopy(part.boxes(), 0, joined.boxes(), 4 * at, part.boxes().length);
            System.arraycopy(part.scores(), 0, joined.scores(), at, part.count());
            System.arraycopy(part.labels(), 0, joined.labels(), at, part.count());
            at += part.count();
        }
        return joined;
    }
}
