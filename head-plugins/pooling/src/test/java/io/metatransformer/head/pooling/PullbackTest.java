package io.metatransformer.head.pooling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullbackTest {
    private static final int D = 4;
    private static final float MOVE = 1e-3f;

    /** Two inputs, each with a special token before two ordinary ones. */
    private static Features features(float[] values) {
        Segment first =
                new Segment(
                        Modality.IMAGE,
                        0,
                        1,
                        new Layout.Series(2),
                        Origin.named("a").with("extra", Tensor.of(new float[] {1, 2}, 2)));
        return Features.of(Tensor.of(values, 6, D), List.of(first, first.shifted(3)));
    }

    private static float[] drawn(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cls | false",
                "mean | false",
                "max | false",
                "mean_all | false",
                "first_two | false",
                "flatten | false",
                "mean_each | false",
                "cls,max,mean | false",
                "flatten,mean | true",
                "mean_each,cls | true",
                "mean | true",
                "max,cls | true"
            })
    void the_gradient_of_features_agrees_with_finite_differences(String pools, boolean norm) {
        Pooling pooling = Pooling.of(Arrays.asList(pools.split(",")));
        PooledInput input =
                new PooledInput(
                        pooling,
                        Optional.of("extra"),
                        Optional.of(new Wide("extra", 3)),
                        norm,
                        1e-6);
        float[] values = drawn(6 * D, 1);
        int length = input.digest("head", features(values)).elements();
        float[] gradient = drawn(length, 2);

        float[] found =
                input.pullback("head", features(values), Tensor.of(gradient, length)).toArray();

        for (int i = 0; i < values.length; i++) {
            double numeric =
                    (loss(input, values, gradient, i, MOVE)
                                    - loss(input, values, gradient, i, -MOVE))
                            / (2 * MOVE);
            assertEquals(numeric, found[i], 5e-3, "value " + i);
        }
    }

    private static double loss(
            PooledInput input, float[] values, float[] gradient, int element, float move) {
        float[] moved = values.clone();
        moved[element] += move;
        float[] digest = input.digest("head", features(moved)).toArray();
        double sum = 0;
        for (int i = 0; i < digest.length; i++) {
            sum += (double) digest[i] * gradient[i];
        }
        return sum;
    }
}
