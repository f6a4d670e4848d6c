package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

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
     * @param levels of stages before the last, the largest first
     */
    record Embedded(Tensor tokens, Tensor positions, List<Level> levels) {}

    private final int width;
    private final Tensor classToken;
    private final Tensor classPosition;
    private final List<GroupNetwork> stages = new ArrayList<>();
    private final int channels;
    private final List<GroupLayers> layers;
    private final Network output;

    /** The weights are those that {@link PointWeights#specs} asks for. */
    PointEmbedding(ModelPart part, PointSettings settings) {
        width = part.width();
        int k = settings.integer(PointCloudOptions.GROUP_SIZE);
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
                    wiring.output(POSITIONS, positions(layer, wiring.input(CENTRES, -1, 3)));
                    var patches = wiring.input(PATCHES, -1, patchWidth);
                    wiring.output(TOKENS, projected(layer, patches, patchWidth, width));
                });
    }

    /** Centres {@code [G, 3]} to the vectors of their positions {@code [G, D]}. */
    static Operand<TFloat32> positions(Layers layer, Operand<TFloat32> centres) {
        var hidden = layer.gelu(layer.linear(centres, PointWeights.POSITION_IN));
        return layer.linear(hidden, PointWeights.POSITION_OUT);
    }

    /** Patches {@code [G, patchWidth]} in the encoder's width. */
    static Operand<TFloat32> projected(
            Layers layer, Operand<TFloat32> patches, int patchWidth, int width) {
        return patchWidth == width ? patches : layer.linear(patches, PointWeights.PROJECTION);
    }

    /** How many times points are grouped. */
    int stages() {
        return stages.size();
    }

    /** @param grouping of that cloud */
    Embedded embed(PreparedCloud cloud, Grouping grouping) {
        Level level = new Level(cloud.xyz(), cloud.features(), channels);
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Grouping.Stage stage = grouping.stages().get(i);
            float[] vectors = stages.get(i).run(level, stage.groups());
            level = new Level(stage.centres(), vectors, layers.get(i).out());
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
