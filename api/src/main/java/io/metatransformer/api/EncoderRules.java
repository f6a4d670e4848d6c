package io.metatransformer.api;

/**
 * How an encoder takes part in training.
 *
 * @param frozen whether it only hands gradients on
 * @param decay of weight matrices per step and unit of learning rate (AdamW, arXiv 1711.05101), at least 0
 * @param layerDecay the rate of each block over that of the block above it (BEiT, arXiv 2106.08254), in (0, 1]
 * @param maxNorm gradients longer than this are shortened to it; 0 for never
 * @since 0.1
 */
public record EncoderRules(boolean frozen, double decay, double layerDecay, double maxNorm) {

    /** Hands gradients on, learns nothing. */
    public static final EncoderRules FROZEN = new EncoderRules(true, 0, 1, 0);

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a value out of its range
     */
    public EncoderRules {
        require("decay", decay, decay >= 0);
        require("layer_decay", layerDecay, layerDecay > 0 && layerDecay <= 1);
        require("max_norm", maxNorm, maxNorm >= 0);
    }

    private static void require(String name, double value, boolean fits) {
        if (!fits || !Double.isFinite(value)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, name + " is out of its range, got " + value);
        }
    }
}
