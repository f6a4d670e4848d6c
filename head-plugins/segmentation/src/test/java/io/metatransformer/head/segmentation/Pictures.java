package io.metatransformer.head.segmentation;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.util.List;
import java.util.Random;

/** Features of drawn pictures. */
final class Pictures {
    private Pictures() {}

    /** A picture of 64 × 48 px whose tokens cover all of it, after a class token. */
    static Features whole(int rows, int columns, int D, long seed) {
        Origin origin = Origin.named("picture").with(Origin.WIDTH, 64).with(Origin.HEIGHT, 48);
        return of(rows, columns, D, seed, origin);
    }

    /** A picture of 64 × 48 px whose tokens cover the 48 × 48 px in its middle. */
    static Features cropped(int rows, int columns, int D, long seed) {
        Origin origin =
                Origin.named("picture")
                        .with(Origin.WIDTH, 64)
                        .with(Origin.HEIGHT, 48)
                        .with(Origin.CROP_LEFT, 8)
                        .with(Origin.CROP_TOP, 0)
                        .with(Origin.CROP_WIDTH, 48)
                        .with(Origin.CROP_HEIGHT, 48);
        return of(rows, columns, D, seed, origin);
    }

    static Features of(int rows, int columns, int D, long seed, Origin origin) {
        Segment segment = new Segment(Modality.IMAGE, 0, 1, new Layout.Grid(rows, columns), origin);
        return Features.of(values(1 + rows * columns, D, seed), List.of(segment));
    }

    /** One after the other, as an encoder gives them for a fused request. */
    static Features fused(Features... parts) {
        int rows = 0;
        int D = parts[0].width();
        var segments = new java.util.ArrayList<Segment>();
        for (Features part : parts) {
            for (Segment segment : part.segments()) {
                segments.add(segment.shifted(rows));
            }
            rows += part.length();
        }
        var values = Tensor.allocate(rows * D);
        for (Features part : parts) {
            values.put(part.values().data());
        }
        return Features.of(Tensor.of(values.flip(), rows, D), segments);
    }

    static Features series(int steps, int D) {
        Segment segment =
                new Segment(
                        Modality.TIME_SERIES,
                        0,
                        0,
                        new Layout.Series(steps),
                        Origin.named("series"));
        return Features.of(values(steps, D, 1), List.of(segment));
    }

    static Tensor values(int rows, int D, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, rows, D);
    }
}
