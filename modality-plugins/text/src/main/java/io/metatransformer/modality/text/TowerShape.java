package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.graph.Activation;
import io.metatransformer.graph.Block;

/**
 * Sizes of a text encoder.
 *
 * @param vocabulary V, ids
 * @param context N, the most tokens of a text
 * @param width W
 * @param output E, of the vector that sums a text up
 */
record TowerShape(int vocabulary, int context, int width, int layers, int output, Block block) {
    private static final int USUAL_WIDTH = 512;
    private static final int HEAD_WIDTH = 64;

    /**
     * @param D the shared encoder's width
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for heads that do not divide the width,
     *     {@link ErrorCode#SHAPE_MISMATCH} for a vector wider than a token of the shared encoder
     */
    static TowerShape from(Options options, int D) {
        int width =
                options.isSet("text_width")
                        ? options.integer("text_width")
                        : Math.min(USUAL_WIDTH, D);
        int output = options.isSet("text_output") ? options.integer("text_output") : width;
        int heads = options.isSet("text_heads") ? options.integer("text_heads") : usualHeads(width);
        if (width % heads != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'text_heads' divides the text encoder's width "
                            + width
                            + ", got "
                            + heads);
        }
        if (output > D) {
            throw tooWide("the vector that sums a text up", output, D);
        }
        return new TowerShape(
                options.integer("vocabulary_size"),
                options.integer("context_length"),
                width,
                options.integer("text_layers"),
                output,
                new Block(
                        heads,
                        (float) options.number("text_eps"),
                        Activation.of(options.text("text_activation"))));
    }

    /** Published encoders have one per 64; other widths the most below that which divide them. */
    private static int usualHeads(int width) {
        int heads = Math.max(1, width / HEAD_WIDTH);
        while (width % heads != 0) {
            heads--;
        }
        return heads;
    }

    static MetaTransformerException tooWide(String what, int width, int D) {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH,
                what
                        + " has "
                        + width
                        + " values, a token of the shared encoder "
                        + D
                        + "; shorter ones are filled up with zeros, longer ones do not fit");
    }
}
