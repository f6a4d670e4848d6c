package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.Arrays;
import java.util.List;

/**
 * How a model's segmentation is built and learns.
 *
 * @param labels name of each class, K
 * @param classWeights how much a pixel of each class counts in training
 * @param lossScale how many times larger than the decoder's map the one is on which the loss is computed
 * @param dropout before the last layer, in training
 */
record SegmentationOptions(
        List<String> labels, Decoder decoder, float[] classWeights, int lossScale, float dropout) {

    static final String LABELS = "labels";
    static final String OUTSIDE = "outside";
    static final String BALANCE = "balance";
    static final String CLASS_WEIGHTS = "class_weights";

    static List<Option> declared() {
        return List.of(
                Option.texts(
                                LABELS,
                                List.of(),
                                "Names of the classes, in the order of the weights.")
                        .unset(),
                Option.choice(
                        "decoder",
                        "linear",
                        List.of("linear", "fcn", "fpn", "upernet"),
                        "What turns tokens into scores: a linear layer for each; a convolution over their"
                                + " neighbours; Semantic FPN or UPerNet upon maps of four sizes."),
                Option.integer(
                                "channels",
                                FcnDecoder.CHANNELS,
                                1,
                                1 << 12,
                                "",
                                "Width of the decoder's maps; unset: 256 for fcn, 128 for fpn, 512 for upernet.")
                        .unset(),
                Option.choice(
                                OUTSIDE,
                                "unseen",
                                List.of("unseen", "edge"),
                                "What pixels get that no token covers: no class, or that of the nearest one that is"
                                        + " covered.")
                        .settablePerRequest(),
                Option.choice(
                        BALANCE,
                        "none",
                        List.of("none", "classes"),
                        "Whether training counts every class the same, however many pixels it has."),
                Option.numbers(
                                CLASS_WEIGHTS,
                                List.of(),
                                "",
                                "How much a pixel of each class counts in training; learnt where 'balance' asks for"
                                        + " it.")
                        .unset(),
                Option.integer(
                        "loss_scale",
                        1,
                        1,
                        32,
                        "",
                        "Scores are enlarged so many times before training compares them with masks."),
                Option.number(
                        "dropout",
                        0.1,
                        0,
                        0.9,
                        "",
                        "Share of values dropped before the last layer in training; not for linear."));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for fewer than one label, or class
     *     weights that are not one per label and at least 0
     */
    static SegmentationOptions from(Options options) {
        List<String> labels = options.texts(LABELS);
        if (labels.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, "option 'labels' takes at least one label");
        }
        return new SegmentationOptions(
                labels,
                decoder(options, labels.size()),
                classWeights(options, labels.size()),
                options.integer("loss_scale"),
                (float) options.number("dropout"));
    }

    private static Decoder decoder(Options options, int K) {
        return switch (options.text("decoder")) {
            case "fcn" -> new FcnDecoder(K, channels(options, FcnDecoder.CHANNELS));
            case "fpn" -> new FpnDecoder(K, channels(options, FpnDecoder.CHANNELS));
            case "upernet" -> new UperNetDecoder(K, channels(options, UperNetDecoder.CHANNELS));
            default -> new LinearDecoder(K);
        };
    }

    private static int channels(Options options, int otherwise) {
        return options.isSet("channels") ? options.integer("channels") : otherwise;
    }

    private static float[] classWeights(Options options, int K) {
        float[] weights = new float[K];
        Arrays.fill(weights, 1);
        if (!options.isSet(CLASS_WEIGHTS) || options.numbers(CLASS_WEIGHTS).isEmpty()) {
            return weights;
        }
        List<Double> given = options.numbers(CLASS_WEIGHTS);
        if (given.size() != K) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'class_weights' takes one number per label, "
                            + K
                            + ", got "
                            + given.size());
        }
        for (int k = 0; k < K; k++) {
            weights[k] = given.get(k).floatValue();
            if (!(weights[k] >= 0)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "option 'class_weights' takes numbers of at least 0, got " + given.get(k));
            }
        }
        return weights;
    }

    static boolean everywhere(Options options) {
        return options.text(OUTSIDE).equals("edge");
    }
}
