package io.metatransformer.head.pooling;

import static io.metatransformer.testkit.Within.assertClose;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the pools of the reference's point cloud, audio and X-ray models, on tokens with a class token. */
class PoolingGoldenTest {
    private static final Golden GOLDEN = Golden.encoder("encoder-pos-norm-pool");

    @ParameterizedTest
    @CsvSource({
        "pool_cls, cls",
        "pool_max, max",
        "pool_mean, mean",
        "pool_mean_with_cls, mean_all",
        "pool_first_two, first_two",
        "pool_cls_max_mean, cls max mean"
    })
    void pools_agree_with_the_reference(String output, String words) {
        Pooling pooling = Pooling.of(List.of(words.split(" ")));
        int[] shape = GOLDEN.shape("output.tokens_pos_each_block");
        float[] expected = GOLDEN.tensor("output." + output).toArray();
        int width = pooling.width(shape[2]);

        for (int item = 0; item < shape[0]; item++) {
            float[] vector = pooling.vector(TokenRows.of(features(item, shape[1], shape[2])));

            assertClose(
                    output,
                    Arrays.copyOfRange(expected, item * width, (item + 1) * width),
                    vector,
                    1e-6,
                    1e-6);
        }
    }

    private static Features features(int item, int rows, int width) {
        float[] all = GOLDEN.tensor("output.tokens_pos_each_block").toArray();
        int size = rows * width;
        return Features.of(
                Tensor.of(Arrays.copyOfRange(all, item * size, (item + 1) * size), rows, width),
                List.of(
                        new Segment(
                                Modality.POINT_CLOUD,
                                0,
                                1,
                                new Layout.Set(rows - 1),
                                Origin.named("golden"))));
    }
}
