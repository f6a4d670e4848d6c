package io.metatransformer.server.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a tensor as JSON spells them: one flat array, or arrays nested to its shape.
 *
 * @param values row-major
 * @param shape as nested; one size if flat
 */
public record Numbers(float[] values, int[] shape) {

    /**
     * Reads the array that starts here.
     *
     * @param max most numbers that are read
     */
    public static Numbers read(JsonReader in, int max) throws IOException {
        Gathering gathering = new Gathering(in, max);
        gathering.array(0);
        int[] shape = gathering.sizes.stream().mapToInt(Integer::intValue).toArray();
        return new Numbers(Arrays.copyOf(gathering.values, gathering.count), shape);
    }

    private static final class Gathering {
        private static final int UNKNOWN = -1;

        private final JsonReader in;
        private final int max;
        private final List<Integer> sizes = new ArrayList<>();
        private float[] values = new float[16];
        private int count;
        private int leaves = UNKNOWN;

        Gathering(JsonReader in, int max) {
            this.in = in;
            this.max = max;
        }

        void array(int depth) throws IOException {
            if (sizes.size() == depth) {
                sizes.add(UNKNOWN);
            }
            int[] size = {0};
            in.array(
                    i -> {
                        size[0]++;
                        if (in.isArray()) {
                            array(depth + 1);
                        } else {
                            leaf(depth);
                        }
                    });
            int known = sizes.get(depth);
            if (known != UNKNOWN && known != size[0]) {
                throw in.refuse(
                        "ragged: an array of " + size[0] + " beside one of " + known + " elements");
            }
            sizes.set(depth, size[0]);
        }

        private void leaf(int depth) throws IOException {
            if (leaves != UNKNOWN && leaves != depth || sizes.size() > depth + 1) {
                throw in.refuse("numbers and arrays stand side by side");
            }
            leaves = depth;
            if (count == max) {
                throw in.refuse(
                        "more than " + max + " numbers; send such a tensor as base64 or NPY");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(max, 2L * count));
            }
            values[count++] = in.number();
        }
    }
}
