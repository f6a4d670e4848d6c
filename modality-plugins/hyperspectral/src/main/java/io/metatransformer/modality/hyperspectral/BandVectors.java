package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.sketch.Plot;
import java.nio.FloatBuffer;

/** Numbers in memory that are one pixel's band vectors already. */
final class BandVectors {
    private static final int MOST_DRAWN = 6;

    private BandVectors() {}

    static boolean isGiven(Input input, Options options) {
        return input.tensor().isPresent()
                && switch (options.text("array")) {
                    case "vectors" -> true;
                    case "cube" -> false;
                    default -> input.tensor().get().rank() == 2;
                };
    }

    /**
     * @param length of one vector
     * @return {@code [B, length]}
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape than that or
     *     {@code [1, B, length]}, {@link ErrorCode#EMPTY_INPUT}, {@link ErrorCode#NON_FINITE}
     */
    static Tensor of(Input input, int length) {
        Tensor tensor = input.tensor().orElseThrow();
        int rank = tensor.rank();
        boolean onePixel = rank == 2 || rank == 3 && tensor.size(0) == 1;
        if (!onePixel || tensor.size(rank - 1) != length) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    input.name()
                            + ": the band vectors of one pixel are [bands, "
                            + length
                            + "] here, got "
                            + tensor);
        }
        if (tensor.elements() == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, input.name() + ": there are no bands");
        }
        FloatBuffer values = tensor.data();
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        input.name() + ": a band vector holds NaN or infinity");
            }
        }
        return tensor.reshape(tensor.size(rank - 2), length);
    }

    /** Every number of the vectors, over the bands. */
    static Preview draw(Tensor vectors) {
        int B = vectors.size(0);
        int length = vectors.size(1);
        float[] values = vectors.toArray();
        int shown = Math.min(length, MOST_DRAWN);
        float[][] lines = new float[shown][B];
        String[] names = new String[shown];
        for (int i = 0; i < shown; i++) {
            names[i] = "number " + i;
            for (int b = 0; b < B; b++) {
                lines[i][b] = values[b * length + i];
            }
        }
        return Plot.lines(lines, names, B + " band vectors of " + length + " numbers");
    }
}
