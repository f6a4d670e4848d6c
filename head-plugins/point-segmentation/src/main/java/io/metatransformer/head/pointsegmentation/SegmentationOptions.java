package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.Locale;

/**
 * How a model's decoder is built.
 *
 * @param norm whether every token is normalised first
 * @param hidden width of propagation's convolutions, or of the layer before the last
 * @param layerNorm whether the layer before the last has a layer norm instead of a batch norm
 * @param headMax whether that layer also reads the greatest of its own input over all points
 * @param shapes classes of whole clouds that a part decoder is told one of
 * @param polyFocal the loss
 */
record SegmentationOptions(
        List<String> labels,
        Decoder decoder,
        boolean norm,
        double normEps,
        int hidden,
        boolean layerNorm,
        boolean headMax,
        List<String> shapes,
        boolean polyFocal) {

    static final String LABELS = "labels";
    static final String SHAPES = "shapes";
    static final String SHAPE = "shape";
    static final String REFINE = "refine";

    /** What leads from tokens to features of points. */
    enum Decoder {
        /** Straight from the tokens to the points. */
        PROPAGATION,
        /** By way of the level in between, with the class token and the greatest features of the cloud. */
        SCENE,
        /** As a scene, told what shape the cloud has, with the mean features of the cloud too. */
        PART;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<Option> declared() {
        return List.of(
                Option.texts(
                                LABELS,
                                List.of(),
                                "Names of the classes, in the order of the weights; those of parts are"
                                        + " written shape/part.")
                        .unset(),
                Option.choice(
                        "decoder",
                        Decoder.PROPAGATION.word(),
                        List.of(
                                Decoder.PROPAGATION.word(),
                                Decoder.SCENE.word(),
                                Decoder.PART.word()),
                        "From the tokens straight to the points, or by way of the level in between: scenes,"
                                + " and parts of shapes."),
                Option.flag("norm", true, "Normalises every token first."),
                Option.number("norm_eps", 1e-6, 1e-12, 1e-2, "", "Epsilon of 'norm'."),
                Option.integer(
                        "hidden",
                        256,
                        1,
                        1 << 16,
                        "",
                        "Width of propagation's convolutions; of the layer before the last in the other"
                                + " decoders."),
                Option.choice(
                        "head_norm",
                        "batch",
                        List.of("batch", "layer"),
                        "For scene and part: norm of the layer before the last."),
                Option.flag(
                        "head_max",
                        false,
                        "For scene and part: that layer also reads the greatest of its input over all points."),
                Option.texts(SHAPES, List.of(), "For part: classes of whole clouds, in order.")
                        .unset(),
                Option.choice(
                        "loss",
                        "cross_entropy",
                        List.of("cross_entropy", "poly_focal"),
                        "What training makes small."),
                Option.text(
                                SHAPE,
                                "",
                                "For part and 'refine': what the cloud shows; unset: what its tokenizer was"
                                        + " told.")
                        .unset()
                        .settablePerRequest(),
                Option.flag(
                                REFINE,
                                false,
                                "Replaces labels of fewer than 10 points, and of parts that the shape has not,"
                                        + " by the most frequent other label among the 11 nearest points.")
                        .settablePerRequest());
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if there are no labels, or a part
     *     decoder has no shapes
     */
    static SegmentationOptions from(Options options) {
        List<String> labels = options.texts(LABELS);
        if (labels.isEmpty()) {
            throw refusal("option 'labels' takes at least one label");
        }
        Decoder decoder = Decoder.valueOf(options.text("decoder").toUpperCase(Locale.ROOT));
        List<String> shapes = options.isSet(SHAPES) ? options.texts(SHAPES) : List.of();
        if (decoder == Decoder.PART && shapes.isEmpty()) {
            throw refusal("decoder 'part' takes at least one name in option 'shapes'");
        }
        return new SegmentationOptions(
                labels,
                decoder,
                options.flag("norm"),
                options.number("norm_eps"),
                options.integer("hidden"),
                options.text("head_norm").equals("layer"),
                options.flag("head_max"),
                shapes,
                options.text("loss").equals("poly_focal"));
    }

    private static MetaTransformerException refusal(String message) {
        return new MetaTransformerException(ErrorCode.BAD_CONFIG, message);
    }

    boolean staged() {
        return decoder != Decoder.PROPAGATION;
    }

    boolean parts() {
        return decoder == Decoder.PART;
    }

    /** Vectors of the whole cloud that stand before a point's own features: class token, greatest, mean. */
    int globals() {
        return staged() ? parts() ? 3 : 2 : 0;
    }

    /** Width of the features of points. */
    int pointWidth(int width) {
        return staged() ? width : hidden;
    }
}
