package io.metatransformer.core;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Class indices as runs of equal ones, in the order of the tensor: index, length, index, length, and so on.
 * A mask of large areas is a few runs per row instead of a number per pixel.
 */
public final class Runs {
    private Runs() {}

    /**
     * @param classes whole numbers
     * @return an even number of values; none for an empty tensor
     */
    public static int[] of(Tensor classes) {
        FloatBuffer values = classes.data();
        int[] runs = new int[64];
        int end = 0;
        while (values.hasRemaining()) {
            int index = (int) values.get();
            if (end > 0 && runs[end - 2] == index) {
                runs[end - 1]++;
                continue;
            }
            if (end == runs.length) {
                runs = Arrays.copyOf(runs, 2 * end);
            }
            runs[end++] = index;
            runs[end++] = 1;
        }
        return Arrays.copyOf(runs, end);
    }
}
