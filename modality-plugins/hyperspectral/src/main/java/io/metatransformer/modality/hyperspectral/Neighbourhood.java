package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * What one band of one pixel sees: the pixels around it, and the bands beside it. Source: SpectralFormer (Hong et
 * al., 2022), as the reference's scripts read scenes.
 *
 * @param patch side P of the square of pixels, odd
 * @param group bands nb of a group, odd
 * @param monotone whether the left half of a group runs in rising order for P above 1, too, which trained
 *     weights of the reference do not expect
 */
record Neighbourhood(int patch, int group, boolean monotone) {
    Neighbourhood {
        if (patch % 2 == 0 || group % 2 == 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "options 'patch' and 'band_group' are odd, so that a pixel and a band are in the middle;"
                            + " got "
                            + patch
                            + " and "
                            + group);
        }
    }

    /** Numbers of one band's vector. */
    int length() {
        return group * patch * patch;
    }

    /**
     * The vectors of all bands, {@code [B, nb * P * P]}: group by group, in it pixels row by row.
     *
     * @param values {@code [P * P, B]}, of the pixels row by row
     */
    float[] vectors(float[] values, int B) {
        int Q = patch * patch;
        float[] vectors = new float[Math.multiplyExact(B, length())];
        int to = 0;
        for (int b = 0; b < B; b++) {
            for (int g = 0; g < group; g++) {
                int band = Math.floorMod(b + shift(g), B);
                for (int q = 0; q < Q; q++) {
                    vectors[to++] = values[q * B + band];
                }
            }
        }
        return vectors;
    }

    /** How far band {@code g} of a group is from the band in the middle. */
    private int shift(int g) {
        int half = group / 2;
        return g >= half || patch == 1 || monotone ? g - half : -(g + 1);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if the square reaches past the
     *     mirrored scene
     */
    void checkFits(String name, Axes axes) {
        if (patch / 2 > Math.min(axes.lines(), axes.samples())) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": a patch of "
                            + patch
                            + " x "
                            + patch
                            + " pixels is too large for a scene of "
                            + axes.lines()
                            + " x "
                            + axes.samples());
        }
    }

    /**
     * Normalised values around a pixel, {@code [P * P, B]}; past the edge the scene is mirrored, the edge
     * itself repeated.
     *
     * @param bands which bands of the scene are read, in this order
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE}
     */
    float[] values(
            String name,
            Cube cube,
            int[] bands,
            BandRange range,
            Pixel pixel,
            boolean zeroNonFinite) {
        Axes axes = cube.axes();
        int half = patch / 2;
        double[] spectrum = new double[axes.bands()];
        float[] values = new float[Math.multiplyExact(patch * patch, bands.length)];
        int to = 0;
        for (int row = pixel.row() - half; row <= pixel.row() + half; row++) {
            int line = mirrored(row, axes.lines());
            for (int column = pixel.column() - half; column <= pixel.column() + half; column++) {
                read(cube, line, mirrored(column, axes.samples()), bands, spectrum);
                for (int band : bands) {
                    values[to++] = value(name, cube, range, band, spectrum[band], zeroNonFinite);
                }
            }
        }
        return values;
    }

    private static int mirrored(int at, int size) {
        return at < 0 ? -at - 1 : at >= size ? 2 * size - at - 1 : at;
    }

    private static void read(Cube cube, int line, int sample, int[] bands, double[] spectrum) {
        Axes axes = cube.axes();
        if (axes.bandStep() == 1) {
            cube.samples().read(axes.index(line, sample, 0), spectrum, spectrum.length);
            return;
        }
        double[] one = new double[1];
        for (int band : bands) {
            cube.samples().read(axes.index(line, sample, band), one, 1);
            spectrum[band] = one[0];
        }
    }

    private static float value(
            String name,
            Cube cube,
            BandRange range,
            int band,
            double stored,
            boolean zeroNonFinite) {
        if (cube.meaning().isMasked(stored)) {
            return 0;
        }
        double value = cube.meaning().value(stored);
        if (!Double.isFinite(value)) {
            if (zeroNonFinite) {
                return 0;
            }
            throw BandRange.nonFinite(name, band);
        }
        float normalised = (float) range.normalised(band, value);
        if (!Float.isFinite(normalised)) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE,
                    name
                            + ": band "
                            + band
                            + " (counted from 0) holds a value that lies too far outside the given range");
        }
        return normalised;
    }
}
