package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * What learns together with the head, once the head alone has learnt all it can. Walks as {@link FitSettings}
 * says, but for what stands here.
 *
 * @param scope what learns
 * @param epochs most walks through the training part, at least 1
 * @param batch most examples of a step, at least 1
 * @param learningRate the highest, of head and tokenizers
 */
public record Tuning(Scope scope, int epochs, int batch, double learningRate) {

    /** What learns. */
    public enum Scope {
        /** The head, from features that are made once. */
        HEAD,
        /** The tokenizers of the examples too, through the frozen encoder. */
        TOKENIZER
    }

    /** The head alone. */
    public static final Tuning NONE = of(Scope.HEAD);

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a value out of its range
     */
    public Tuning {
        require("tune_epochs", epochs, epochs >= 1);
        require("tune_batch", batch, batch >= 1);
        require("tune_rate", learningRate, learningRate > 0 && learningRate < 1e3);
    }

    private static void require(String name, Number value, boolean fits) {
        if (!fits) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, name + " is out of its range, got " + value);
        }
    }

    /** 20 epochs of batches of 32 at 3e-4. */
    public static Tuning of(Scope scope) {
        return new Tuning(scope, 20, 32, 3e-4);
    }

    /** The walk of what learns together: rules and schedule of {@code head}, the rest from here. */
    FitSettings settings(FitSettings head) {
        return new FitSettings(
                epochs,
                batch,
                learningRate,
                Math.min(head.leastRate(), learningRate),
                head.warmup(),
                head.patience(),
                head.balanced(),
                head.validation(),
                head.rules());
    }
}
