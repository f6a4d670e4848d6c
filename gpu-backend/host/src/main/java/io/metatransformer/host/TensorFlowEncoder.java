package io.metatransformer.host;

import io.metatransformer.api.DifferentiableEncoder;
import io.metatransformer.api.EncoderPullback;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;

/**
 * Runs the shared encoder in this process: a SavedModel as the converter writes it. Found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>Compute threads belong to the process, not to a model: {@link
 * io.metatransformer.graph.NativeLibrary#THREADS}.
 */
public final class TensorFlowEncoder implements DifferentiableEncoder {
    static final String MAX_TOKENS = "max_tokens";
    static final String BATCH_TOKENS = "batch_tokens";
    static final String BATCH_SCORES = "batch_scores";
    static final String GRADIENT_TOKENS = "gradient_tokens";
    static final String FINAL_NORM = "final_norm";

    private static final List<Option> OPTIONS =
            List.of(
                    Option.integer(
                            MAX_TOKENS,
                            4096,
                            1,
                            1 << 16,
                            "tokens",
                            "longest sequence; attention needs memory for its square"),
                    Option.integer(
                            BATCH_TOKENS,
                            8192,
                            1,
                            1 << 20,
                            "tokens",
                            "most tokens in one run; a longer batch is run in parts"),
                    Option.integer(
                            BATCH_SCORES,
                            1 << 22,
                            1,
                            Integer.MAX_VALUE,
                            "pairs of tokens",
                            "most attention scores per head in one run, padding included; a sequence"
                                    + " that needs more is run alone"),
                    Option.integer(
                            GRADIENT_TOKENS,
                            1024,
                            1,
                            1 << 20,
                            "tokens",
                            "most tokens in one run of training, which holds what every block made of them; a"
                                    + " sequence that needs more is run alone"),
                    Option.flag(
                            FINAL_NORM,
                            true,
                            "apply the norm after the last block, where the model has one"));

    @Override
    public String name() {
        return "tensorflow";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    /**
     * Loads the SavedModel in the part's folder and warms it up: seconds for a large one.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_MODEL} for a folder that holds no such
     *     SavedModel, a damaged one or one of another width, {@link ErrorCode#BACKEND_UNAVAILABLE} without
     *     TensorFlow's native library, {@link ErrorCode#BAD_CONFIG} for an option
     */
    @Override
    public EncoderSession open(ModelPart part) {
        return session(part, part.options(OPTIONS), load(part));
    }

    private static SavedEncoder load(ModelPart part) {
        return SavedEncoder.load(part, part.options(OPTIONS).flag(FINAL_NORM));
    }

    private static TensorFlowSession session(
            ModelPart part, Options options, SavedEncoder encoder) {
        RunLimits limits =
                new RunLimits(options.integer(BATCH_TOKENS), options.integer(BATCH_SCORES));
        return new TensorFlowSession(
                part.name(), encoder, part.width(), options.integer(MAX_TOKENS), limits);
    }

    @Override
    public EncoderPullback differentiate(ModelPart part) {
        Options options = part.options(OPTIONS);
        RunLimits limits =
                new RunLimits(options.integer(GRADIENT_TOKENS), options.integer(BATCH_SCORES));
        SavedEncoder encoder = load(part);
        return new TensorFlowPullback(
                part.name(),
                session(part, options, encoder),
                new GradientRuns(part.name(), encoder, part.width()),
                limits);
    }
}
