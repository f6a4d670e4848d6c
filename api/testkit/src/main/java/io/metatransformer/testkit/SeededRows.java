package io.metatransformer.testkit;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.List;

/** Tokens of standard normal values, the same in every run. */
final class SeededRows {
    private SeededRows() {}

    static Tensor of(int length, int width, long seed) {
        double[] values = new double[length * width];
        new SplitMix64(seed).fillNormal(values);
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, length, width);
    }

    static TokenSequence series(int length, int width, long seed) {
        return series(of(length, width, seed));
    }

    static TokenSequence series(Tensor tokens) {
        int steps = tokens.size(0);
        Origin origin = Origin.named("series of " + steps);
        return TokenSequence.of(tokens, Modality.TIME_SERIES, 0, new Layout.Series(steps), origin);
    }

    /** Three by four patches after a class token. */
    static TokenSequence picture(int width, long seed) {
        return TokenSequence.of(
                of(13, width, seed),
                Modality.IMAGE,
                1,
                new Layout.Grid(3, 4),
                Origin.named("picture").with(Origin.WIDTH, 64).with(Origin.HEIGHT, 48));
    }

    /** Six groups of points, with positions. */
    static TokenSequence points(int width, long seed) {
        Layout layout = new Layout.Points(of(6, 3, seed + 1));
        Origin origin = Origin.named("points").with("points", of(9, 3, seed + 2));
        return TokenSequence.of(of(6, width, seed), Modality.POINT_CLOUD, 0, layout, origin)
                .withPositions(of(6, width, seed + 3));
    }

    /** All of them, of many lengths and layouts, and two fused into one. */
    static List<TokenSequence> sequences(int width) {
        return List.of(
                series(5, width, 1),
                picture(width, 2),
                series(1, width, 3),
                points(width, 4),
                TokenSequence.concat(List.of(picture(width, 5), series(4, width, 6))));
    }
}
