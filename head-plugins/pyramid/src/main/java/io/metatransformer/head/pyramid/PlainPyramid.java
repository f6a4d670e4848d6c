package io.metatransformer.head.pyramid;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Four maps of D channels from a token grid {@code [B, h, w, D]}, each after a norm of its own:
 *
 * <pre>
 *   4h × 4w       norm1 → up1: transposed conv → group norm → GELU → transposed conv
 *   2h × 2w       norm2 → up2: transposed conv
 *   h × w         norm3
 *   h/2 × w/2     norm4 → the largest of each 2 × 2; an odd last row or column is left out
 * </pre>
 *
 * <p>For patches of 16 pixels these are strides 4, 8, 16, 32. A grid needs two rows and two columns.
 * Tensors: {@code norm1.* … norm4.*, up1.0.*, up1.1.*, up1.3.*, up2.*} under a prefix.
 */
public final class PlainPyramid {
    /** The fewest rows and columns of a grid. */
    public static final int SMALLEST_SIDE = 2;

    /** How many maps. */
    public static final int LEVELS = 4;

    private static final float NORM_EPS = 1e-6f;
    private static final float GROUP_EPS = 1e-5f;
    private static final int GROUPS = 32;
    private static final Init ZERO = new Constant(0);
    private static final Init ONE = new Constant(1);

    private PlainPyramid() {}

    /**
     * The tensors of a pyramid.
     *
     * @param prefix of every name, such as {@code pyramid.}
     * @param width of a token, D
     */
    public static List<WeightSpec> weights(String prefix, int width) {
        List<WeightSpec> specs = new ArrayList<>();
        for (int level = 1; level <= LEVELS; level++) {
            norm(specs, prefix + "norm" + level, width);
        }
        transposed(specs, prefix + "up1.0", width);
        norm(specs, prefix + "up1.1", width);
        transposed(specs, prefix + "up1.3", width);
        transposed(specs, prefix + "up2", width);
        return specs;
    }

    private static void norm(List<WeightSpec> specs, String name, int width) {
        specs.add(WeightSpec.required(name + ".weight", ONE, width));
        specs.add(WeightSpec.required(name + ".bias", ZERO, width));
    }

    private static void transposed(List<WeightSpec> specs, String name, int width) {
        // Every output is a sum over D inputs: it starts as large as they are.
        Init init = new Normal(1 / Math.sqrt(width));
        specs.add(WeightSpec.required(name + ".weight", init, width, width, 2, 2));
        specs.add(WeightSpec.required(name + ".bias", ZERO, width));
    }

    /** All four maps from one grid {@code [B, h, w, D]}, largest first. */
    public static List<Operand<TFloat32>> of(Layers layers, Operand<TFloat32> grid, String prefix) {
        return of(layers, List.of(grid, grid, grid, grid), prefix);
    }

    /**
     * Each map from a grid of its own: those of four blocks of an encoder, earliest first.
     *
     * @param grids four of {@code [B, h, w, D]}
     */
    public static List<Operand<TFloat32>> of(
            Layers layers, List<Operand<TFloat32>> grids, String prefix) {
        Maps maps = new Maps(layers);
        List<Operand<TFloat32>> normed = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            String norm = prefix + "norm" + (level + 1);
            normed.add(maps.layerNorm(grids.get(level), norm, NORM_EPS));
        }
        var twice = maps.transposedConv(normed.get(0), prefix + "up1.0");
        int groups = groups(layers.shape(prefix + "up1.1.weight")[0]);
        var active = layers.gelu(maps.groupNorm(twice, prefix + "up1.1", groups, GROUP_EPS));
        return List.of(
                maps.transposedConv(active, prefix + "up1.3"),
                maps.transposedConv(normed.get(1), prefix + "up2"),
                normed.get(2),
                maps.maxPool(normed.get(3), 2, 2));
    }

    /** 32, or for widths that it does not divide their largest common divisor. */
    private static int groups(int width) {
        int a = width;
        int b = GROUPS;
        while (b != 0) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
