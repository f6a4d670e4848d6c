package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The third stage: points to tokens and the vectors of their positions. Safe to share between threads; holds native
 * memory until it is closed.
 */
final class PointEmbedding implements AutoCloseable {
    private static final String CENTRES = "centres";
    private static final String PATCHES = "patches";
    private static final String POSITIONS = "positions";
    private static final String TOKENS = "tokens";

    /**
     * @param tokens {@code [1 + G, D]}, the class token first
     * @param positions {@code [1 + G, D]}
     * @param centres {@code [G, 3]}
     * @param points index of each centre among the points that were embedded
     * @param levels of stages before the last, the largest first
     */
    record Embedded(
            Tensor tokens, Tensor positions, float[] centres, int[] points, List<Level> levels) {}

    private final int width;
    private final boolean patchwise;
    private final double ratio;
    private final int k;
    private final Tensor classToken;
    private final Tensor classPosition;
    private final List<GroupNetwork> stages = new ArrayList<>();
    private final int channels;
    private final List<GroupLayers> layers;
    private final Network output;

    /** The weights are those that {@link PointWeights#specs} asks for. */
    PointEmbedding(ModelPart part, PointSettings settings) {
        width = part.width();
        patchwise = settings.text(PointCloudOptions.EMBEDDING).equals("point_patch");
        ratio = settings.number(PointCloudOptions.RATIO);
        k = settings.integer(PointCloudOptions.GROUP_SIZE);
        channels = PointFeatures.of(settings.text(PointCloudOptions.POINT_FEATURES)).channels;
        classToken = part.weights().get(PointWeights.CLASS_TOKEN);
        classPosition = part.weights().get(PointWeights.CLASS_POSITION);
        layers = PointWeights.stages(settings, width);
        GroupFeatures features = GroupFeatures.of(settings.text(PointCloudOptions.GROUP_FEATURES));
        try {
            for (GroupLayers stage : layers) {
                stages.add(new GroupNetwork(part.name(), part.weights(), stage, k, features));
            }
            output = output(part, layers.get(layers.size() - 1).out());
        } catch (RuntimeException | Error e) {
            stages.forEach(GroupNetwork::close);
            throw e;
        }
    }

    /** Positions of the centres, and patches in the encoder's width. */
    private Network output(ModelPart part, int patchWidth) {
        return Network.build(
                part.name(),
                part.weights(),
                (layer, wiring) -> {
                    var centres = wiring.input(CENTRES, -1, 3);
                    var hidden = layer.gelu(layer.linear(centres, PointWeights.POSITION_IN));
                    wiring.output(POSITIONS, layer.linear(hidden, PointWeights.POSITION_OUT));
                    var patches = wiring.input(PATCHES, -1, patchWidth);
                    wiring.output(
                            TOKENS,
                            patchWidth == width
                                    ? patches
                                    : layer.linear(patches, PointWeights.PROJECTION));
                });
    }

    /** Tokens that so many points become, the class token among them. */
    int tokens(int points) {
        int groups = points;
        for (int stage = 0; stage < stages.size(); stage++) {
            groups = groups(groups);
        }
        return 1 + groups;
    }

    private int groups(int points) {
        return Math.max(1, patchwise ? (int) (points * ratio) : points / 4);
    }

    /**
     * @param xyz {@code [N, 3]}
     * @param features {@code [N, channels]}
     * @param settings of the request
     */
    Embedded embed(float[] xyz, float[] features, PointSettings settings) {
        Level level = new Level(xyz, features, channels);
        int[] points = IntStream.range(0, level.points()).toArray();
        List<Level> levels = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            Groups groups = Groups.of(level.xyz(), groups(level.points()), k, settings);
            float[] vectors = stages.get(stage).run(level, groups);
            points = Gather.of(points, groups.centres());
            level =
                    new Level(
                            Gather.rows(level.xyz(), groups.centres(), 3),
                            vectors,
                            layers.get(stage).out());
            levels.add(level);
        }
        int G = level.points();
        Map<String, Tensor> embedded =
                output.run(
                        Map.of(
                                CENTRES, Tensor.of(level.xyz(), G, 3),
                                PATCHES, Tensor.of(level.features(), G, level.channels())));
        return new Embedded(
                after(classToken, embedded.get(TOKENS)),
                after(classPosition, embedded.get(POSITIONS)),
                level.xyz(),
                points,
                levels.subList(0, levels.size() - 1));
    }

    private Tensor after(Tensor first, Tensor rows) {
        var all = Tensor.allocate(Math.addExact(width, rows.elements()));
        all.put(first.data()).put(rows.data()).flip();
        return Tensor.of(all, 1 + rows.size(0), width);
    }

    @Override
    public void close() {
        stages.forEach(GroupNetwork::close);
        output.close();
    }
}
