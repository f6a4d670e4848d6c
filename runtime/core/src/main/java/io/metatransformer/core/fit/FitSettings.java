package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TrainingRules;

/**
 * How training walks.
 *
 * @param epochs most walks through the training part, at least 1
 * @param batch most examples of a step, at least 1
 * @param learningRate the highest, after the warm-up
 * @param leastRate the last, at the end of half a cosine
 * @param warmup share of all steps in which the rate climbs from 0, in [0, 1)
 * @param patience epochs without a lower loss of the validation part after which training ends; 0 for never
 * @param balanced whether each label counts the same, however many examples it has
 * @param validation share of the examples that is kept apart if no validation part was given, in (0, 1)
 * @param rules of every step, with the seed of everything that is drawn
 */
public record FitSettings(
        int epochs,
        int batch,
        double learningRate,
        double leastRate,
        double warmup,
        int patience,
        boolean balanced,
        double validation,
        TrainingRules rules) {

    /** 100 epochs of batches of 128 at 5e-3 down to 1e-6, warm-up 5 %, patience 15. */
    public static final FitSettings DEFAULT =
            new FitSettings(100, 128, 5e-3, 1e-6, 0.05, 15, false, 0.2, TrainingRules.DEFAULT);

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a value out of its range
     */
    public FitSettings {
        require("epochs", epochs, epochs >= 1);
        require("batch", batch, batch >= 1);
        require("learning_rate", learningRate, learningRate > 0 && learningRate < 1e3);
        require("least_rate", leastRate, leastRate >= 0 && leastRate <= learningRate);
        require("warmup", warmup, warmup >= 0 && warmup < 1);
        require("patience", patience, patience >= 0);
        require("validation", validation, validation > 0 && validation < 1);
    }

    private static void require(String name, Number value, boolean fits) {
        if (!fits) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, name + " is out of its range, got " + value);
        }
    }

    /**
     * The rate of a step: from 0 up in a line during the warm-up, then down half a cosine.
     *
     * @param step from 0
     * @param steps of the whole training
     */
    double rate(long step, long steps) {
        double warm = warmup * steps;
        if (step < warm) {
            return learningRate * (step + 1) / (warm + 1);
        }
        double done = (step - warm) / Math.max(1, steps - warm);
        return leastRate + 0.5 * (learningRate - leastRate) * (1 + Math.cos(Math.PI * done));
    }
}
