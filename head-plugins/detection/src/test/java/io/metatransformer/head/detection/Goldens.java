package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.util.List;

/** The golden files of detection, and their layouts. */
final class Goldens {
    private Goldens() {}

    static Golden read(String name) {
        return Golden.read(Goldens.class, "/golden/heads/det-" + name + ".safetensors");
    }

    static float[] floats(Golden golden, String name) {
        return golden.tensor(name).toArray();
    }

    /** {@code [N, C, h, w]} as {@code [N, h, w, C]}. */
    static Tensor channelsLast(Tensor first) {
        int N = first.size(0);
        int C = first.size(1);
        int cells = first.size(2) * first.size(3);
        float[] from = first.toArray();
        float[] to = new float[from.length];
        for (int n = 0; n < N; n++) {
            for (int c = 0; c < C; c++) {
                for (int i = 0; i < cells; i++) {
                    to[(n * cells + i) * C + c] = from[(n * C + c) * cells + i];
                }
            }
        }
        return Tensor.of(to, N, first.size(2), first.size(3), C);
    }

    /** One map of a batch {@code [B, C, h, w]}. */
    static FeatureMap map(Tensor maps, int b) {
        int size = maps.elements() / maps.size(0);
        float[] one = new float[size];
        maps.data().position(b * size).get(one);
        return FeatureMap.of(
                channelsLast(Tensor.of(one, 1, maps.size(1), maps.size(2), maps.size(3))));
    }

    /** Columns of a matrix. */
    static float[] columns(Tensor matrix, int from, int to) {
        float[] values = matrix.toArray();
        int width = matrix.size(1);
        float[] columns = new float[matrix.size(0) * (to - from)];
        for (int row = 0, at = 0; row < matrix.size(0); row++) {
            for (int col = from; col < to; col++) {
                columns[at++] = values[row * width + col];
            }
        }
        return columns;
    }

    @SuppressWarnings("unchecked")
    static List<Double> numbers(Golden golden, String key) {
        return (List<Double>) golden.json(key);
    }
}
