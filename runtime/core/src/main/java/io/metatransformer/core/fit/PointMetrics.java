package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Metrics of labels of points. Where every label is a part, written {@code shape/part}, also {@code instance_iou}:
 * the mean over clouds of the mean IoU over the parts of each one's own shape.
 */
final class PointMetrics {
    private PointMetrics() {}

    static Evaluation of(List<Prediction> predictions, List<Target> targets) {
        List<String> labels = ((Prediction.PointLabels) predictions.get(0)).labels();
        ConfusionMatrix matrix = new ConfusionMatrix(labels);
        List<Double> instances = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            var answer = (Prediction.PointLabels) predictions.get(i);
            var target = (Target.PointLabels) targets.get(i);
            if (answer.classes().size(0) != target.classes().size(0)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "example "
                                + i
                                + ": the answer labels "
                                + answer.classes().size(0)
                                + " points, the target "
                                + target.classes().size(0));
            }
            matrix.add(target.classes(), target.labels(), answer.classes());
            instanceIou(answer, target).ifPresent(instances::add);
        }
        if (instances.isEmpty() || !labels.stream().allMatch(label -> label.indexOf('/') > 0)) {
            return matrix.evaluation(Map.of(), Map.of());
        }
        double[] each = instances.stream().mapToDouble(Double::doubleValue).toArray();
        return matrix.evaluation(
                Map.of("instance_iou", ConfusionMatrix.mean(each)),
                Map.of("instance_iou", Intervals.ofMean(each)));
    }

    /**
     * Mean IoU over the parts of a cloud's own shape, that of its first known point; a part that is neither there
     * nor answered counts 1. Nothing for a cloud of which no label is known.
     */
    static OptionalDouble instanceIou(Prediction.PointLabels answer, Target.PointLabels target) {
        float[] truth = target.classes().toArray();
        int first = 0;
        while (first < truth.length && truth[first] == Target.IGNORED) {
            first++;
        }
        if (first == truth.length) {
            return OptionalDouble.empty();
        }
        String shape = shape(target.labels().get((int) truth[first]));
        return answer.labels().stream()
                .filter(label -> shape(label).equals(shape))
                .mapToDouble(label -> iou(label, answer, target.labels(), truth))
                .average();
    }

    private static String shape(String label) {
        return label.substring(0, Math.max(0, label.indexOf('/')));
    }

    private static double iou(
            String label, Prediction.PointLabels answer, List<String> names, float[] truth) {
        int is = names.indexOf(label);
        int answered = answer.labels().indexOf(label);
        FloatBuffer answers = answer.classes().data();
        long both = 0;
        long either = 0;
        for (int p = 0; p < truth.length; p++) {
            if (truth[p] != Target.IGNORED) {
                boolean t = truth[p] == is;
                boolean a = answers.get(p) == answered;
                both += t && a ? 1 : 0;
                either += t || a ? 1 : 0;
            }
        }
        return either == 0 ? 1 : (double) both / either;
    }
}
