package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How good predictions are.
 *
 * @param examples that were measured
 * @param loss mean negative logarithm of the probability of what is right, mean squared error, or what boxes
 *     lack of a precision of 1: less is better, and 0 is best
 * @param score the one number to compare heads by: accuracy, mean F1 of several labels, R², or average precision
 *     of boxes; 1 is best
 * @param metrics by name, the score among them; shares in [0, 1]
 * @param intervals 95 % of each share or error that has one, by name
 * @param confusion of single labels, or of those of points or pixels
 */
public record Evaluation(
        int examples,
        double loss,
        double score,
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        Optional<Confusion> confusion) {

    /** A range that holds a metric with a probability of 95 %. */
    public record Interval(double low, double high) {}

    /**
     * Counts of single labels.
     *
     * @param labels of rows and columns
     * @param counts {@code [truth][answer]}
     */
    public record Confusion(List<String> labels, int[][] counts) {
        public Confusion {
            labels = List.copyOf(labels);
        }
    }

    /**
     * Measures predictions of one kind.
     *
     * @param predictions with every label, where they are labels
     * @param targets as many, of the kind that goes with the predictions
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for kinds that cannot be
     *     compared, {@link ErrorCode#EMPTY_INPUT} for none
     */
    public static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        if (targets.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, "there is no example to measure");
        }
        if (all(targets, Target.Label.class) && all(predictions, Prediction.Classes.class)) {
            return LabelMetrics.of(predictions, targets);
        }
        if (all(targets, Target.Labels.class) && all(predictions, Prediction.Classes.class)) {
            return MultiLabelMetrics.of(predictions, targets);
        }
        if (all(targets, Target.Numbers.class) && all(predictions, Prediction.Values.class)) {
            return NumberMetrics.of(predictions, targets);
        }
        if (all(targets, Target.PointLabels.class)
                && all(predictions, Prediction.PointLabels.class)) {
            return PointMetrics.of(predictions, targets);
        }
        if (all(targets, Target.Mask.class) && all(predictions, Prediction.Mask.class)) {
            MaskMetrics masks = new MaskMetrics();
            for (int i = 0; i < targets.size(); i++) {
                masks.add(
                        "example " + i,
                        (Prediction.Mask) predictions.get(i),
                        (Target.Mask) targets.get(i));
            }
            return masks.evaluation();
        }
        if (all(predictions, Prediction.Values.class)) {
            if (all(targets, Target.Continuation.class)) {
                return ForecastMetrics.of(predictions, targets);
            }
            if (all(targets, Target.Hidden.class)) {
                return HiddenMetrics.of(predictions, targets);
            }
            if (all(targets, Target.PointLabels.class)) {
                return AnomalyMetrics.of(predictions, targets);
            }
        }
        if (all(targets, Target.Item.class) && all(predictions, Prediction.Neighbours.class)) {
            RetrievalMetrics searches = new RetrievalMetrics();
            for (int i = 0; i < targets.size(); i++) {
                searches.add(
                        (Prediction.Neighbours) predictions.get(i), (Target.Item) targets.get(i));
            }
            return searches.evaluation();
        }
        if (all(targets, Target.Boxes.class) && all(predictions, Prediction.Boxes.class)) {
            return BoxMetrics.of(predictions, targets);
        }
        throw new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH,
                "answers of kind "
                        + predictions.get(0).getClass().getSimpleName()
                        + " cannot be measured against targets of kind "
                        + targets.get(0).getClass().getSimpleName());
    }

    private static boolean all(List<?> values, Class<?> kind) {
        return values.stream().allMatch(kind::isInstance);
    }
}
