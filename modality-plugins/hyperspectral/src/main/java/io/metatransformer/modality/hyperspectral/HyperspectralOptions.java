package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.ArrayList;
import java.util.List;

/** Every option of this tokenizer. */
final class HyperspectralOptions {
    static final int MAX_BANDS = 65_535;

    private static final int MAX_SIDE = 101;
    private static final List<Option> ALL = all();

    private HyperspectralOptions() {}

    static List<Option> declared() {
        return ALL;
    }

    static Neighbourhood neighbourhood(Options options) {
        return new Neighbourhood(
                options.integer("patch"),
                options.integer("band_group"),
                options.text("band_order").equals("monotone"));
    }

    private static List<Option> all() {
        List<Option> all = new ArrayList<>(model());
        all.addAll(scene());
        all.addAll(values());
        return List.copyOf(all);
    }

    private static List<Option> model() {
        return List.of(
                Option.integer(
                        "bands",
                        200,
                        1,
                        MAX_BANDS,
                        "",
                        "Bands that learned positions were made for."),
                Option.integer(
                        "patch", 1, 1, MAX_SIDE, "px", "Side of the square around a pixel; odd."),
                Option.integer(
                        "band_group",
                        1,
                        1,
                        MAX_SIDE,
                        "bands",
                        "Neighbouring bands that make one token; odd."),
                Option.choice(
                        "band_order",
                        "reference",
                        List.of("reference", "monotone"),
                        "Order of a group's bands for a patch above 1: the left half backwards, as the"
                                + " reference trains, or rising."),
                Option.choice(
                        "cls",
                        "prepend",
                        List.of("prepend", "none"),
                        "A class token before the bands."),
                Option.choice(
                        "pos_embed",
                        "learned",
                        List.of("learned", "none"),
                        "Positions added to the tokens."),
                Option.flag(
                        "fewer_bands",
                        false,
                        "Reads scenes of fewer bands than positions, which then take the first ones."),
                Option.flag(
                        "use_bad_band_list",
                        false,
                        "Leaves out bands that an ENVI header calls bad."),
                Option.integer(
                        "max_tokens", 4096, 2, MAX_BANDS + 1, "tokens", "Most of one input."));
    }

    private static List<Option> scene() {
        return List.of(
                Option.integer(
                                "row",
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "px",
                                "Of the pixel; unset: the middle.")
                        .unset()
                        .settablePerRequest(),
                Option.integer(
                                "column",
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "px",
                                "Of the pixel; unset: the middle.")
                        .unset()
                        .settablePerRequest(),
                Option.text(
                                "variable",
                                "input",
                                "The scene among a file's variables; unset: input, else the only one of"
                                        + " three axes.")
                        .unset()
                        .settablePerRequest(),
                Option.text(
                                "labels",
                                "TR",
                                "A variable of lines x samples in the same MATLAB file that gives each pixel a"
                                        + " class; the pixel's is told in the origin.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                "axis_order",
                                "lines-samples-bands",
                                AxisOrder.words(),
                                "What the axes of an array are, as its file names them; unset: as the format"
                                        + " says.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                "array",
                                "auto",
                                List.of("auto", "cube", "vectors"),
                                "What numbers in memory are: a scene, or a pixel's band vectors; auto: a scene"
                                        + " if they have three axes.")
                        .settablePerRequest());
    }

    private static List<Option> values() {
        return List.of(
                Option.numbers(
                                "range_min",
                                List.of(),
                                "",
                                "Smallest value of each band, for tiles of one scene; unset: the scene's own.")
                        .unset()
                        .settablePerRequest(),
                Option.numbers(
                                "range_max",
                                List.of(),
                                "",
                                "Largest value of each band, with range_min.")
                        .unset()
                        .settablePerRequest(),
                Option.number(
                                "ignore_value",
                                0,
                                -Double.MAX_VALUE,
                                Double.MAX_VALUE,
                                "",
                                "A stored number that stands for no value; unset: as the file says.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                "non_finite",
                                "error",
                                List.of("error", "zero"),
                                "What NaN and infinity become.")
                        .settablePerRequest());
    }
}
