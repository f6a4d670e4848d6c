package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.WeightSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The convolutions of one stage, by their names and widths. All of them are 1 × 1: every point of every group for
 * itself.
 *
 * <pre>
 *   f = conv1.1( relu( norm( conv1.0( g )))))        in → first → second
 *   f = concat( pool f , f )                         second → 2 · second
 *   f = pool conv2.1( relu( norm( conv2.0( f ))))    2 · second → third → out
 * </pre>
 *
 * @param first name of the first pair, such as {@code patch_embed.conv1}
 * @param second name of the second pair
 * @param widths in, first, second, third, out
 * @param norm {@code bn}, {@code in} or {@code ln2d}
 * @param normedOutput whether the last convolution is normalised and rectified like the others
 * @param mean whether pooling takes the mean instead of the greatest value
 */
record GroupLayers(
        String first,
        String second,
        int[] widths,
        String norm,
        boolean normedOutput,
        boolean mean) {

    /** Name of a convolution; its norm has the same one with 1 at the end. */
    static String convolution(String pair, int index) {
        return pair + "." + index + ".0";
    }

    static String norm(String pair, int index) {
        return pair + "." + index + ".1";
    }

    int in() {
        return widths[0];
    }

    int out() {
        return widths[4];
    }

    List<WeightSpec> specs() {
        List<WeightSpec> specs = new ArrayList<>();
        add(specs, first, 0, widths[0], widths[1], true);
        add(specs, first, 1, widths[1], widths[2], false);
        add(specs, second, 0, 2 * widths[2], widths[3], true);
        add(specs, second, 1, widths[3], widths[4], normedOutput);
        return specs;
    }

    private void add(
            List<WeightSpec> specs, String pair, int index, int in, int out, boolean normed) {
        // As PyTorch starts a convolution.
        var uniform = new WeightSpec.Uniform(1 / Math.sqrt(in));
        String name = convolution(pair, index);
        specs.add(WeightSpec.required(name + ".weight", uniform, out, in, 1, 1));
        if (!normed) {
            specs.add(WeightSpec.required(name + ".bias", uniform, out));
            return;
        }
        String after = norm(pair, index);
        if (!norm.equals("in")) {
            specs.add(one(after + ".weight", out));
            specs.add(zero(after + ".bias", out));
        }
        if (norm.equals("bn")) {
            specs.add(zero(after + ".running_mean", out));
            specs.add(one(after + ".running_var", out));
        }
    }

    private static WeightSpec one(String name, int size) {
        return WeightSpec.required(name, new WeightSpec.Constant(1), size);
    }

    private static WeightSpec zero(String name, int size) {
        return WeightSpec.required(name, new WeightSpec.Constant(0), size);
    }
}
