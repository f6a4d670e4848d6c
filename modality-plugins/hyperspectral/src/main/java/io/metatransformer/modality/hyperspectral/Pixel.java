package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import java.util.function.IntToDoubleFunction;

/** The pixel of a scene that becomes a sequence: row from the top and column from the left, from 0. */
record Pixel(int row, int column) {

    /**
     * The one that options name; the one in the middle where they name none.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for one outside the scene
     */
    static Pixel of(String name, Options options, Axes axes) {
        int row = options.isSet("row") ? options.integer("row") : axes.lines() / 2;
        int column = options.isSet("column") ? options.integer("column") : axes.samples() / 2;
        if (row >= axes.lines() || column >= axes.samples()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": row "
                            + row
                            + ", column "
                            + column
                            + " is outside the scene of "
                            + axes.lines()
                            + " rows and "
                            + axes.samples()
                            + " columns");
        }
        return new Pixel(row, column);
    }

    /**
     * Where a sequence came from: the scene's size, the pixel, the square that its tokens saw, and which band
     * of the file each token is, with its wavelength if the file says it.
     */
    Origin describe(Origin scene, Cube cube, int[] bands, int patch) {
        Axes axes = cube.axes();
        int left = Math.max(0, column - patch / 2);
        int top = Math.max(0, row - patch / 2);
        Origin origin =
                scene.with(Origin.WIDTH, axes.samples())
                        .with(Origin.HEIGHT, axes.lines())
                        .with(Origin.CROP_LEFT, left)
                        .with(Origin.CROP_TOP, top)
                        .with(
                                Origin.CROP_WIDTH,
                                Math.min(axes.samples(), column + patch / 2 + 1) - left)
                        .with(Origin.CROP_HEIGHT, Math.min(axes.lines(), row + patch / 2 + 1) - top)
                        .with("row", row)
                        .with("column", column)
                        .with("bands", axes.bands())
                        .with("band", perBand(bands, band -> band));
        double[] wavelengths = cube.meaning().wavelengths();
        return wavelengths.length == 0
                ? origin
                : origin.with("wavelength", perBand(bands, band -> wavelengths[band]));
    }

    private static Tensor perBand(int[] bands, IntToDoubleFunction value) {
        float[] values = new float[bands.length];
        for (int b = 0; b < bands.length; b++) {
            values[b] = (float) value.applyAsDouble(bands[b]);
        }
        return Tensor.of(values, bands.length);
    }
}
