package io.metatransformer.raster;

import io.metatransformer.api.Option;
import java.util.List;
import java.util.stream.Collectors;

/** What the options of {@link PictureOptions} are called, and what they mean. */
final class PictureOptionList {
    private static final int MAX_EDGE = 16_384;

    private PictureOptionList() {}

    static List<Option> of(List<PictureProfile> profiles, List<String> filters) {
        PictureProfile usual = profiles.get(0);
        List<String> words = profiles.stream().map(PictureProfile::word).toList();
        return List.of(
                Option.choice(
                        "profile",
                        usual.word(),
                        words,
                        "the values of all options that are not set: "
                                + words.stream().collect(Collectors.joining(", "))),
                byProfile(
                        Option.choice(
                                "resize",
                                usual.resize().word(),
                                Framing.Rule.words(),
                                "the shorter edge to 'size', both edges to it (squash), to fit 'longer_edge' and"
                                        + " 'shorter_edge', or not at all")),
                byProfile(
                        Option.integer(
                                "size",
                                usual.size(),
                                1,
                                MAX_EDGE,
                                "px",
                                "edge that 'resize' aims at")),
                Option.integer(
                                "longer_edge",
                                1333,
                                1,
                                MAX_EDGE,
                                "px",
                                "most of the longer edge, for 'resize' = fit")
                        .settablePerRequest(),
                Option.integer(
                                "shorter_edge",
                                800,
                                1,
                                MAX_EDGE,
                                "px",
                                "most of the shorter edge, for 'resize' = fit")
                        .settablePerRequest(),
                byProfile(
                        Option.choice(
                                "filter",
                                "bicubic",
                                filters,
                                "how pixels are weighed when resizing: Pillow's filters, or OpenCV's bilinear")),
                byProfile(
                        Option.integer(
                                "crop",
                                usual.crop(),
                                0,
                                MAX_EDGE,
                                "px",
                                "edge of the square that is cut out of the middle; 0: none. A smaller picture is"
                                        + " padded with black")),
                byProfile(
                        Option.choice(
                                "scale",
                                "unit",
                                List.of("unit", "raw"),
                                "range of 8-bit values before 'mean' and 'std': 0 to 1 (unit) or 0 to 255 (raw)")),
                byProfile(
                        Option.numbers(
                                "mean",
                                usual.mean(),
                                "",
                                "subtracted: one for all channels, or for red, green, blue")),
                byProfile(
                        Option.numbers(
                                "std",
                                usual.std(),
                                "",
                                "divides after 'mean': one for all channels, or for red, green, blue")),
                byProfile(
                        Option.integer(
                                "pad_multiple",
                                usual.padMultiple(),
                                1,
                                1024,
                                "px",
                                "both edges are padded with zeros to a multiple of it, after 'std'")),
                byProfile(
                        Option.choice(
                                "remainder",
                                usual.remainder().word(),
                                Remainder.words(),
                                "pixels beyond the last full patch: refused, dropped, or the patch filled with zeros."
                                        + " 'error' also insists on the exact size that 'crop', or 'size' without"
                                        + " resizing, says")),
                Option.text(
                                "alpha",
                                "drop",
                                "opacity: drop, or compositeOver(#RRGGBB) to lay the picture over a colour")
                        .settablePerRequest());
    }

    private static Option byProfile(Option option) {
        return option.unset().settablePerRequest();
    }
}
