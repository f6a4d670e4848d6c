package io.metatransformer.api;

/**
 * What a step of every trainable head has in common. The defaults are those of a linear probe on a frozen
 * encoder.
 *
 * @param decay of weight matrices per step and unit of learning rate (AdamW, arXiv 1711.05101), at least 0
 * @param smoothing share of a label that is spread over all, in [0, 1)
 * @param dropout share of values that hidden layers drop, in [0, 1)
 * @param maxNorm gradients longer than this are shortened to it; 0 for never
 * @param seed of the weights that a new head starts from
 */
public record TrainingRules(
        double decay, double smoothing, double dropout, double maxNorm, long seed) {

    /** Decay 0.05, no smoothing, dropout 0.5 where there are hidden layers, no limit of the norm, seed 0. */
    public static final TrainingRules DEFAULT = new TrainingRules(0.05, 0, 0.5, 0, 0);

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a value out of its range
     */
    public TrainingRules {
        require("decay", decay, decay >= 0);
        require("smoothing", smoothing, smoothing >= 0 && smoothing < 1);
        require("dropout", dropout, dropout >= 0 && dropout < 1);
        require("max_norm", maxNorm, maxNorm >= 0);
    }

    private static void require(String name, double value, boolean fits) {
        if (!fits || !Double.isFinite(value)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, name + " is out of its range, got " + value);
        }
    }
}
