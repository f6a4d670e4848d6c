package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How patches become tokens: the options that picture tokenizers share, all of them the model's.
 *
 * @param patch edge of a patch in pixels; absent if the weights decide
 * @param classToken {@code auto}, {@code none} or {@code prepend}
 * @param positions {@code auto}, {@code none}, {@code learned} or {@code sinusoid}
 * @param grid rows and columns that learned positions were trained on; absent for a square
 * @param resampling of learned positions to another grid
 * @param normEps epsilon of the norm before the encoder, if the weights have one
 */
public record EmbeddingOptions(
        Optional<Integer> patch,
        String classToken,
        String positions,
        Optional<Grid> grid,
        PositionResampling resampling,
        float normEps) {

    private static final int MAX_PATCH = 1024;

    /** Rows and columns of a grid of patches. */
    public record Grid(int rows, int cols) {}

    /** What a model may set. */
    public static List<Option> declared() {
        return List.of(
                Option.integer(
                                "patch",
                                16,
                                1,
                                MAX_PATCH,
                                "px",
                                "edge of a patch; unset: that of the weights, and where they are drawn at random 14"
                                        + " for width 1024, else 16")
                        .unset(),
                Option.choice(
                                "cls",
                                "auto",
                                List.of("auto", "none", "prepend"),
                                "class token before the patches; auto: if the weights have one. Unset: by profile")
                        .unset(),
                Option.choice(
                                "pos_embed",
                                "auto",
                                List.of("auto", "none", "learned", "sinusoid"),
                                "positions added to the tokens; auto: learned ones if the weights have them. Unset:"
                                        + " by profile")
                        .unset(),
                Option.numbers(
                                "pos_grid",
                                List.of(),
                                "",
                                "rows, columns of patches that learned positions were trained on; unset: a square")
                        .unset(),
                Option.choice(
                        "pos_resampling",
                        PositionResampling.BICUBIC.word(),
                        PositionResampling.words(),
                        "how learned positions are brought to another grid"),
                Option.number(
                        "pre_norm_eps",
                        1e-5,
                        0,
                        1,
                        "",
                        "epsilon of the norm before the encoder, which CLIP's weights have"));
    }

    /**
     * @param unset what {@code cls} and {@code pos_embed} are where nobody set them: {@code auto} or {@code
     *     none}, as a profile has it
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense
     */
    public static EmbeddingOptions from(Options options, String unset) {
        return new EmbeddingOptions(
                options.isSet("patch") ? Optional.of(options.integer("patch")) : Optional.empty(),
                options.isSet("cls") ? options.text("cls") : unset,
                options.isSet("pos_embed") ? options.text("pos_embed") : unset,
                options.isSet("pos_grid")
                        ? Optional.of(grid(options.numbers("pos_grid")))
                        : Optional.empty(),
                PositionResampling.of(options.text("pos_resampling")),
                (float) options.number("pre_norm_eps"));
    }

    private static Grid grid(List<Double> sizes) {
        List<Integer> whole = new ArrayList<>();
        for (double size : sizes) {
            if (size == Math.rint(size) && size >= 1 && size <= 4096) {
                whole.add((int) size);
            }
        }
        if (sizes.size() != 2 || whole.size() != 2) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'pos_grid' takes rows and columns, two whole numbers from 1 to 4096, got "
                            + sizes);
        }
        return new Grid(whole.get(0), whole.get(1));
    }
}
