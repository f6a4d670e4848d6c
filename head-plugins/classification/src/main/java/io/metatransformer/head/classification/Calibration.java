package io.metatransformer.head.classification;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The temperature by which probabilities are as sure as they are right: of all, the one with the least mean
 * negative logarithm of the probability of what is right (Guo et al., arXiv 1706.04599). Of n examples, what is
 * right counts (n + 1) / (n + 2) rather than 1 (Platt, 1999): a few examples that are all answered right do not make
 * answers certain.
 */
final class Calibration {
    static final double LEAST = 0.05;
    static final double MOST = 20;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int STEPS = 60;

    private final List<float[]> logits;
    private final List<boolean[]> truths;
    private final boolean exclusive;

    /**
     * @param logits {@code [K]} each, as they come out of the layers
     * @param truths as many: which labels hold
     * @param exclusive softmax rather than sigmoid
     */
    Calibration(List<float[]> logits, List<boolean[]> truths, boolean exclusive) {
        this.logits = logits;
        this.truths = truths;
        this.exclusive = exclusive;
    }

    /** In [{@link #LEAST}, {@link #MOST}]; the loss falls towards it and rises behind it, as it is convex in 1/T. */
    double temperature() {
        return Math.exp(least(Math.log(LEAST), Math.log(MOST), log -> loss(Math.exp(log))));
    }

    double loss(double temperature) {
        double rest = 1.0 / (logits.size() + 2);
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            sum +=
                    exclusive
                            ? softmaxLoss(logits.get(i), truths.get(i), temperature, rest)
                            : sigmoidLoss(logits.get(i), truths.get(i), temperature, rest);
        }
        return sum / logits.size();
    }

    /** @param rest share that is spread over the labels that do not hold */
    private static double softmaxLoss(
            float[] logits, boolean[] truth, double temperature, double rest) {
        double others = rest / Math.max(1, logits.length - 1);
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit / temperature);
        }
        double sum = 0;
        double expected = 0;
        for (int k = 0; k < logits.length; k++) {
            sum += Math.exp(logits[k] / temperature - max);
            expected += (truth[k] ? 1 - rest : others) * (logits[k] / temperature - max);
        }
        return Math.log(sum) - expected;
    }

    private static double sigmoidLoss(
            float[] logits, boolean[] truth, double temperature, double rest) {
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            double away = (truth[k] ? -logits[k] : logits[k]) / temperature;
            sum += Math.max(away, 0) + Math.log1p(Math.exp(-Math.abs(away))) - rest * away;
        }
        return sum / logits.length;
    }

    /** Golden section. */
    private static double least(double from, double to, DoubleUnaryOperator loss) {
        double left = to - GOLDEN * (to - from);
        double right = from + GOLDEN * (to - from);
        double atLeft = loss.applyAsDouble(left);
        double atRight = loss.applyAsDouble(right);
        for (int step = 0; step < STEPS; step++) {
            if (atLeft < atRight) {
                to = right;
                right = left;
                atRight = atLeft;
                left = to - GOLDEN * (to - from);
                atLeft = loss.applyAsDouble(left);
            } else {
                from = left;
                left = right;
                atLeft = atRight;
                right = from + GOLDEN * (to - from);
                atRight = loss.applyAsDouble(right);
            }
        }
        return (from + to) / 2;
    }
}
