package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.List;

/** What every kind of answer promises of its numbers. */
final class PredictionPromises {
    /** Float scores of a softmax may sum to a little more than one. */
    private static final double ROUNDING = 1e-4;

    private PredictionPromises() {}

    static void areKept(Prediction prediction) {
        if (prediction instanceof Prediction.Embedding embedding) {
            Finite.check("an embedding", embedding.vectors());
        } else if (prediction instanceof Prediction.Classes classes) {
            scored(classes.labels());
            double sum = classes.labels().stream().mapToDouble(Prediction.Label::score).sum();
            assertTrue(
                    !classes.exclusive() || sum <= 1 + ROUNDING,
                    () -> "exclusive scores sum to " + sum);
        } else if (prediction instanceof Prediction.Values values) {
            Finite.check("values", values.values());
            int last = values.values().size(values.values().rank() - 1);
            assertTrue(
                    values.names().isEmpty() || values.names().size() == last,
                    () -> values.names().size() + " names for " + last + " values");
            assertTrue(
                    values.times().isEmpty() || values.times().size() == values.values().size(0),
                    () -> values.times().size() + " times for " + values.values());
        } else if (prediction instanceof Prediction.Boxes boxes) {
            scored(boxes.boxes().stream().map(Prediction.Box::label).toList());
            boxes.boxes().forEach(PredictionPromises::edgesInOrder);
        } else if (prediction instanceof Prediction.Mask mask) {
            assertEquals(2, mask.classes().rank(), "rank of a mask");
            indexed(mask.classes(), mask.labels());
        } else if (prediction instanceof Prediction.PointLabels points) {
            assertEquals(1, points.classes().rank(), "rank of point labels");
            indexed(points.classes(), points.labels());
        } else if (prediction instanceof Prediction.Neighbours neighbours) {
            bestFirst(neighbours.neighbours());
        }
    }

    private static void scored(List<Prediction.Label> labels) {
        for (int i = 0; i < labels.size(); i++) {
            Prediction.Label label = labels.get(i);
            assertTrue(
                    label.score() >= 0 && label.score() <= 1,
                    () -> label + " has no probability as its score");
            if (i > 0) {
                Prediction.Label better = labels.get(i - 1);
                assertTrue(better.score() >= label.score(), () -> label + " after " + better);
            }
        }
    }

    private static void bestFirst(List<Prediction.Neighbour> neighbours) {
        float better = 1;
        for (Prediction.Neighbour neighbour : neighbours) {
            float above = better;
            assertTrue(
                    neighbour.similarity() >= -1 && neighbour.similarity() <= above,
                    () -> neighbour + " has no cosine in order, after " + above);
            better = neighbour.similarity();
        }
    }

    private static void edgesInOrder(Prediction.Box box) {
        assertTrue(
                0 <= box.left()
                        && box.left() <= box.right()
                        && box.right() < Float.POSITIVE_INFINITY
                        && 0 <= box.top()
                        && box.top() <= box.bottom()
                        && box.bottom() < Float.POSITIVE_INFINITY,
                () -> box + " has its edges out of order");
    }

    private static void indexed(Tensor classes, List<String> labels) {
        for (float each : classes.toArray()) {
            assertTrue(
                    each == Math.rint(each) && each >= Target.IGNORED && each < labels.size(),
                    () -> each + " is no index of " + labels.size() + " labels");
        }
    }
}
