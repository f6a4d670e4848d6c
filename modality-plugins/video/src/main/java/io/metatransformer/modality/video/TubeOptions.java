package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.Optional;

/**
 * How tubes become tokens; all of it is the model's.
 *
 * @param patch edge of a tube in pixels; absent if the weights decide
 * @param tubelet frames of a tube; absent if the weights decide
 * @param inflation of a picture's weights
 * @param positions {@code auto}, {@code none}, {@code learned} or {@code sinusoid}
 * @param grid that learned positions were trained on; absent for a square, as often as {@code frames} tell
 * @param frames that the model usually reads
 */
record TubeOptions(
        Optional<Integer> patch,
        Optional<Integer> tubelet,
        Inflation inflation,
        String positions,
        Optional<Grid> grid,
        int frames) {

    private static final int MAX_SIDE = 4096;

    /** Tubes in time, rows and columns. */
    record Grid(int steps, int rows, int cols) {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense
     */
    static TubeOptions from(Options options) {
        VideoProfile profile = VideoProfile.of(options.text("profile"));
        return new TubeOptions(
                given(options, "patch"),
                given(options, "tubelet"),
                Inflation.of(options.text("inflate")),
                options.isSet("pos_embed") ? options.text("pos_embed") : profile.positions(),
                options.isSet("pos_grid")
                        ? Optional.of(grid(options.numbers("pos_grid")))
                        : Optional.empty(),
                options.integer("frames"));
    }

    private static Optional<Integer> given(Options options, String name) {
        return options.isSet(name) ? Optional.of(options.integer(name)) : Optional.empty();
    }

    private static Grid grid(List<Double> sizes) {
        boolean whole = sizes.size() == 3;
        for (double size : sizes) {
            whole &= size == Math.rint(size) && size >= 1 && size <= MAX_SIDE;
        }
        if (!whole) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'pos_grid' takes tubes in time, rows and columns, three whole numbers from 1 to "
                            + MAX_SIDE
                            + ", got "
                            + sizes);
        }
        return new Grid(sizes.get(0).intValue(), sizes.get(1).intValue(), sizes.get(2).intValue());
    }

    /** Positions that {@link #grid} says, if it was given. */
    Optional<Integer> positionCount() {
        return grid.map(g -> Math.multiplyExact(Math.multiplyExact(g.steps, g.rows), g.cols));
    }
}
