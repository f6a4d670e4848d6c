package io.metatransformer.modality.video;

import io.metatransformer.api.Option;
import io.metatransformer.raster.Framing;
import java.util.List;

/** What the options are called, and what they mean. */
final class VideoOptionList {
    static final int MAX_FRAMES = 4096;

    private static final List<String> RESIZING =
            List.of(
                    Framing.Rule.SHORTER_EDGE.word(),
                    Framing.Rule.SQUASH.word(),
                    Framing.Rule.NONE.word());

    private VideoOptionList() {}

    static List<Option> all() {
        return List.of(
                Option.choice(
                        "profile",
                        VideoProfile.DEFAULT.word(),
                        VideoProfile.words(),
                        "the values of all options that are not set: "
                                + String.join(", ", VideoProfile.words())),
                request(
                        Option.integer(
                                "frames",
                                16,
                                1,
                                MAX_FRAMES,
                                "",
                                "frames of a clip; a multiple of the tubelet")),
                request(
                        Option.integer(
                                "rate",
                                4,
                                1,
                                100_000,
                                "frames",
                                "from one frame that is taken to the next, for 'sampling' = dense and test")),
                request(
                        Option.choice(
                                "sampling",
                                Sampling.DENSE.word(),
                                Sampling.words(),
                                "which frames are taken: out of the middle (dense), one of each of equal parts"
                                        + " (sparse, uniform), or one of several views (test, sparse-test)")),
                request(
                        Option.integer(
                                "temporal_views",
                                5,
                                1,
                                100,
                                "",
                                "views in time, for 'sampling' = test and sparse-test")),
                request(
                        Option.integer(
                                "temporal_view",
                                0,
                                0,
                                99,
                                "",
                                "which of them is wanted, counted from 0")),
                request(
                        Option.integer(
                                "spatial_views",
                                3,
                                1,
                                100,
                                "",
                                "views along the longer edge, for 'sampling' = test and sparse-test")),
                request(
                        Option.integer(
                                "spatial_view",
                                0,
                                0,
                                99,
                                "",
                                "which of them is wanted, counted from 0")),
                byProfile(
                        Option.choice(
                                "resize",
                                VideoProfile.DEFAULT.resize().word(),
                                RESIZING,
                                "the shorter edge to 'size', both edges to it (squash), or not at all")),
                request(
                        Option.integer(
                                "size",
                                224,
                                1,
                                FilmLimits.MAX_EDGE,
                                "px",
                                "edge that 'resize' aims at")),
                byProfile(
                        Option.integer(
                                "crop",
                                224,
                                0,
                                FilmLimits.MAX_EDGE,
                                "px",
                                "edge of the square that is cut out of the middle; 0: none. Views of 'sampling' ="
                                        + " test are cut out along the longer edge instead, of 'size'")),
                byProfile(
                        Option.numbers(
                                "mean",
                                VideoProfile.DEFAULT.mean(),
                                "",
                                "subtracted from values of 0 to 1: for red, green, blue, or one for all")),
                byProfile(
                        Option.numbers(
                                "std",
                                VideoProfile.DEFAULT.std(),
                                "",
                                "divides after 'mean': for red, green, blue, or one for all")),
                request(
                        Option.flag(
                                "lenient",
                                false,
                                "whether the frames before damage, or before the end of a file that ends early, are"
                                        + " read as if they were all")),
                request(
                        Option.choice(
                                "count",
                                "decoded",
                                List.of("decoded", "packets"),
                                "frames of a video: those that are decoded, all of it, or the packets of its"
                                        + " container, which is decoded no further than the last frame that is"
                                        + " taken")),
                Option.integer(
                                "patch",
                                16,
                                1,
                                1024,
                                "px",
                                "edge of a tube; unset: that of the weights")
                        .unset(),
                Option.integer(
                                "tubelet",
                                2,
                                1,
                                64,
                                "frames",
                                "length of a tube; unset: that of the weights, and 2 where they are drawn at random")
                        .unset(),
                Option.choice(
                        "inflate",
                        "none",
                        List.of("none", "mean", "centre"),
                        "makes a tube's weights from a picture's: repeated over its frames and divided by their"
                                + " number (mean), or at the middle frame alone (centre)"),
                Option.choice(
                                "pos_embed",
                                "auto",
                                List.of("auto", "none", "learned", "sinusoid"),
                                "positions added to the tokens; auto: learned ones if the weights have them, else"
                                        + " sinusoids. Unset: by profile")
                        .unset(),
                Option.numbers(
                                "pos_grid",
                                List.of(),
                                "",
                                "tubes in time, rows, columns that learned positions were trained on; unset: as many"
                                        + " in time as 'frames' of the model make, and a square")
                        .unset(),
                Option.integer(
                        "max_frames",
                        100_000,
                        1,
                        10_000_000,
                        "",
                        "most frames of a file that are scanned"),
                Option.integer(
                        "max_pixels",
                        100_000_000,
                        1,
                        1 << 28,
                        "px",
                        "most pixels of a frame, width times height, that a file may claim"),
                Option.integer(
                        "max_tokens",
                        16_384,
                        1,
                        1 << 20,
                        "",
                        "most tokens that one input may become"));
    }

    private static Option request(Option option) {
        return option.settablePerRequest();
    }

    private static Option byProfile(Option option) {
        return option.unset().settablePerRequest();
    }
}
