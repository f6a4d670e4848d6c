package io.metatransformer.head.detection;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import io.metatransformer.head.pyramid.PlainPyramid;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What coarse maps know, handed down to the finer ones (Lin et al., arXiv 1612.03144): FPN. */
final class Neck {
    private Neck() {}

    static List<WeightSpec> specs(int width, int channels) {
        List<WeightSpec> specs = new ArrayList<>();
        for (int level = 0; level < PlainPyramid.LEVELS; level++) {
            specs.addAll(Drawn.conv(lateral(level), width, channels, 1));
            specs.addAll(Drawn.conv(smoothed(level), channels, channels, 3));
        }
        return specs;
    }

    /**
     * From four maps {@code [B, h, w, D]} to five {@code [B, h, w, C]}, finest first; the fifth is every second cell
     * of the fourth.
     */
    static List<Operand<TFloat32>> of(Layers layers, List<Operand<TFloat32>> pyramid) {
        Maps maps = new Maps(layers);
        LinkedList<Operand<TFloat32>> levels = new LinkedList<>();
        Operand<TFloat32> above = null;
        for (int level = pyramid.size() - 1; level >= 0; level--) {
            var own = maps.conv(pyramid.get(level), lateral(level), 1, 0);
            above = above == null ? own : layers.add(own, maps.nearest(above, maps.size(own)));
            levels.addFirst(maps.conv(above, smoothed(level), 1, 1));
        }
        levels.addLast(maps.maxPool(levels.getLast(), 1, 2));
        return levels;
    }

    private static String lateral(int level) {
        return "neck.lateral_convs." + level + ".conv";
    }

    private static String smoothed(int level) {
        return "neck.fpn_convs." + level + ".conv";
    }
}
