package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.HashSet;
import java.util.List;

/**
 * How a model's detector is built, and what it answers.
 *
 * @param labels of the K classes
 * @param convolutional whether four convolutions stand before the box head's one hidden layer, rather than two hidden
 *     layers
 * @param channels of every map after the pyramid
 * @param hidden width of the box head's hidden layers
 * @param proposals how proposals are chosen
 * @param threshold answers score more than this
 * @param overlap from which two answers of a class are the same
 * @param most answers of a picture
 * @param masks whether the answer is a class for each pixel instead of boxes
 * @param learning what a step of training looks at
 */
record DetectionOptions(
        List<String> labels,
        boolean convolutional,
        int channels,
        int hidden,
        Proposals proposals,
        double threshold,
        double overlap,
        int most,
        boolean masks,
        Learning learning) {

    /**
     * Of each picture.
     *
     * @param anchors that the proposals learn from
     * @param regions that the box head learns from
     * @param proposals how those are chosen
     */
    record Learning(int anchors, int regions, Proposals proposals) {}

    static List<Option> declared() {
        return List.of(
                Option.texts("labels", List.of(), "Names of the classes, in order.").unset(),
                Option.choice(
                        "box_head",
                        "2fc",
                        List.of("2fc", "4conv1fc"),
                        "Hidden layers of the box head: two linear ones, or four convolutions and one"
                                + " linear."),
                Option.integer("channels", 256, 1, 4096, "", "Channels of every map."),
                Option.integer("hidden", 1024, 1, 1 << 16, "", "Width of a hidden linear layer."),
                Option.integer(
                                "proposals_per_level",
                                1000,
                                1,
                                100_000,
                                "",
                                "Most proposals of each of the five levels, before the same ones are"
                                        + " dropped.")
                        .settablePerRequest(),
                Option.integer("proposals", 1000, 1, 10_000, "", "Most proposals of a picture.")
                        .settablePerRequest(),
                Option.number(
                        "proposal_iou",
                        0.7,
                        0,
                        1,
                        "",
                        "Of two proposals of a level that overlap by more, one is dropped."),
                Option.number("score_threshold", 0.05, 0, 1, "", "Answers score more than this.")
                        .settablePerRequest(),
                Option.number(
                                "nms_iou",
                                0.5,
                                0,
                                1,
                                "",
                                "Of two boxes of one class that overlap by more, one is dropped.")
                        .settablePerRequest(),
                Option.integer("max_boxes", 100, 1, 10_000, "", "Most boxes of a picture.")
                        .settablePerRequest(),
                Option.choice(
                                "answer",
                                "boxes",
                                List.of("boxes", "mask"),
                                "boxes, or the class of each pixel; the latter needs a mask head.")
                        .settablePerRequest(),
                Option.integer(
                        "train_anchors",
                        256,
                        1,
                        100_000,
                        "",
                        "Anchors of a picture from which proposals are learnt in a step."),
                Option.integer(
                        "train_regions",
                        512,
                        1,
                        10_000,
                        "",
                        "Regions of a picture from which boxes are learnt in a step."),
                Option.integer(
                        "train_proposals",
                        1000,
                        1,
                        10_000,
                        "",
                        "Most proposals of a picture from which those are drawn; twice as many of each"
                                + " level."));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for no labels, or one twice
     */
    static DetectionOptions from(Options options) {
        List<String> labels = options.texts("labels");
        if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'labels' takes at least one name, each once, got "
                            + labels.size()
                            + " names");
        }
        double overlap = options.number("proposal_iou");
        int training = options.integer("train_proposals");
        return new DetectionOptions(
                labels,
                options.text("box_head").equals("4conv1fc"),
                options.integer("channels"),
                options.integer("hidden"),
                new Proposals(
                        options.integer("proposals_per_level"),
                        options.integer("proposals"),
                        overlap),
                options.number("score_threshold"),
                options.number("nms_iou"),
                options.integer("max_boxes"),
                options.text("answer").equals("mask"),
                new Learning(
                        options.integer("train_anchors"),
                        options.integer("train_regions"),
                        new Proposals(2 * training, training, overlap)));
    }
}
