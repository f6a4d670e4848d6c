package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction.Label;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Logits to labels with a probability each, best first; ties in the order of the labels. */
final class Scores {
    private Scores() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE_OUTPUT} for logits that are no numbers
     */
    static List<Label> ranked(String name, float[] logits, List<String> labels, boolean exclusive) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, name + ": a score is not finite");
            }
        }
        double[] scores = exclusive ? softmax(logits) : sigmoid(logits);
        return IntStream.range(0, scores.length)
                .mapToObj(index -> new Label(labels.get(index), index, (float) scores[index]))
                .sorted(Comparator.comparing((Label label) -> 0f - logits[label.index()]))
                .toList();
    }

    static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] scores = new double[logits.length];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(logits[k] - max);
        }
        double sum = DoubleStream.of(scores).sum();
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= sum;
        }
        return scores;
    }

    private static double[] sigmoid(float[] logits) {
        double[] wide = new double[logits.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = logits[k];
        }
        return sigmoid(wide);
    }

    static double[] sigmoid(double[] logits) {
        double[] scores = new double[logits.length];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = 1 / (1 + Math.exp(-logits[k]));
        }
        return scores;
    }
}
