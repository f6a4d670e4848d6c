package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.head.pyramid.PlainPyramid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * From tokens to maps of five levels, and what each says of its anchors.
 *
 * @param maps {@code [B, h, w, C]}, finest first; regions read the first four
 * @param proposals of each level
 */
record Trunk(List<Operand<TFloat32>> maps, List<ProposalHead> proposals) {
    /** Cells of the finest level are this wide; each next level's are twice as wide. */
    static final float FINEST = View.TOKEN / 4f;

    /** Levels that regions read. */
    static final int MAPS = PlainPyramid.LEVELS;

    static final String BACKBONE = "backbone.";

    static List<WeightSpec> specs(int width, int channels) {
        List<WeightSpec> specs = new ArrayList<>(PlainPyramid.weights(BACKBONE, width));
        specs.addAll(Neck.specs(width, channels));
        specs.addAll(ProposalHead.specs(channels));
        return specs;
    }

    /**
     * @param tokens {@code [B, rows, cols, D]}
     */
    static Trunk of(Layers layers, Operand<TFloat32> tokens) {
        return ofPyramid(layers, PlainPyramid.of(layers, tokens, BACKBONE));
    }

    static Trunk ofPyramid(Layers layers, List<Operand<TFloat32>> pyramid) {
        List<Operand<TFloat32>> maps = Neck.of(layers, pyramid);
        return new Trunk(maps, maps.stream().map(map -> ProposalHead.of(layers, map)).toList());
    }

    /** Declares everything that {@link Values} reads. */
    void outputs(Entry entry) {
        for (int level = 0; level < maps.size(); level++) {
            if (level < MAPS) {
                entry.output("map" + level, maps.get(level));
            }
            entry.output("logits" + level, proposals.get(level).logits());
            entry.output("deltas" + level, proposals.get(level).deltas());
        }
    }

    /** What came out, for each picture of a batch. */
    record Values(Map<String, Tensor> outputs) {

        /** The levels that regions read. */
        List<FeatureMap> maps(int picture) {
            List<FeatureMap> maps = new ArrayList<>();
            for (int level = 0; level < MAPS; level++) {
                Tensor all = outputs.get("map" + level);
                float[] values = part(all, picture);
                maps.add(new FeatureMap(all.size(1), all.size(2), all.size(3), values));
            }
            return maps;
        }

        List<Proposals.Level> levels(int picture) {
            List<Proposals.Level> levels = new ArrayList<>();
            float stride = FINEST;
            int rows = outputs.get("map0").size(1);
            int cols = outputs.get("map0").size(2);
            for (int level = 0; level <= MAPS; level++) {
                Tensor map = outputs.get("map" + level);
                // The last level, which has no map, is every second cell of the one before.
                rows = map == null ? (rows + 1) / 2 : map.size(1);
                cols = map == null ? (cols + 1) / 2 : map.size(2);
                float[] base = Anchors.USUAL.base(stride);
                levels.add(
                        new Proposals.Level(
                                Anchors.grid(base, rows, cols, stride, stride),
                                part(outputs.get("logits" + level), picture),
                                part(outputs.get("deltas" + level), picture)));
                stride *= 2;
            }
            return levels;
        }

        private static float[] part(Tensor all, int picture) {
            float[] values = new float[all.elements() / all.size(0)];
            all.data().position(picture * values.length).get(values);
            return values;
        }
    }
}
