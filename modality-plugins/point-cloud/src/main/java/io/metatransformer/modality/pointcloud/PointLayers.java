package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Input;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.TokenLayers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What {@link PointEmbedding} computes, for many clouds in one run, to be trained. Which points make a group is
 * geometry and known before; from the second stage on, features of points are rows of what the stage before made.
 *
 * <p>Batch norms stay on the statistics that they have: a batch of few clouds would tell them little.
 */
final class PointLayers implements TokenLayers {
    private static final String CENTRES = "centres";

    private final PointReader reader;
    private final List<GroupLayers> stages;
    private final GroupFeatures features;
    private final int channels;
    private final int k;
    private final int width;

    PointLayers(ModelPart part, Options options, PointSettings settings) {
        this.stages = PointWeights.stages(settings, part.width());
        this.reader = new PointReader(options, stages.size());
        this.features = GroupFeatures.of(settings.text(PointCloudOptions.GROUP_FEATURES));
        this.channels = PointFeatures.of(settings.text(PointCloudOptions.POINT_FEATURES)).channels;
        this.k = settings.integer(PointCloudOptions.GROUP_SIZE);
        this.width = part.width();
    }

    private static String rows(int stage) {
        return "rows_" + stage;
    }

    private static String neighbours(int stage) {
        return "neighbours_" + stage;
    }

    private static String centres(int stage) {
        return "centres_" + stage;
    }

    /** Whether rows of that stage hold anything that no weight decides. */
    private boolean hasRows(int stage) {
        return stage == 0 || features.place();
    }

    private boolean hasPoints(int stage) {
        return stage > 0 && features != GroupFeatures.DP;
    }

    @Override
    public PreparedInput prepare(Input input) {
        PointReader.Read read = reader.read(input);
        Map<String, Tensor> values = new HashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            Grouping.Stage stage = read.grouping().stages().get(i);
            Groups groups = stage.groups();
            int M = groups.centres().length;
            if (hasRows(i)) {
                GroupFeatures of = i == 0 ? features : GroupFeatures.DP;
                Level level =
                        i == 0
                                ? new Level(stage.xyz(), read.cloud().features(), channels)
                                : new Level(stage.xyz(), new float[0], 0);
                int columns = of.width(level.channels());
                values.put(
                        rows(i),
                        Tensor.of(of.rows(level, groups, 0, M), M * groups.size(), columns));
            }
            if (hasPoints(i)) {
                values.put(neighbours(i), CloudPreparation.vector(groups.neighbours()));
                values.put(centres(i), CloudPreparation.vector(groups.centres()));
            }
        }
        float[] centres = read.grouping().last().centres();
        values.put(CENTRES, Tensor.of(centres, centres.length / 3, 3));
        return new PreparedInput(read.segment(), values);
    }

    @Override
    public Map<String, Tensor> joined(List<PreparedInput> batch) {
        Map<String, Tensor> inputs = new HashMap<>();
        for (String name : batch.get(0).values().keySet()) {
            if (!name.startsWith("neighbours_") && !name.startsWith("centres_")) {
                inputs.put(name, below(batch, name));
            }
        }
        for (int stage = 1; stage < stages.size(); stage++) {
            if (hasPoints(stage)) {
                points(batch, stage, inputs);
            }
        }
        inputs.put("order", order(batch));
        return inputs;
    }

    private static Tensor below(List<PreparedInput> batch, String name) {
        int columns = batch.get(0).values().get(name).size(1);
        int rows = batch.stream().mapToInt(each -> each.values().get(name).size(0)).sum();
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(rows, columns));
        batch.forEach(each -> all.put(each.values().get(name).data()));
        return Tensor.of(all.flip(), rows, columns);
    }

    /** Points of groups, and the centre beside each of them, as rows of what the stage before made. */
    private void points(List<PreparedInput> batch, int stage, Map<String, Tensor> inputs) {
        int groups =
                batch.stream().mapToInt(each -> each.values().get(centres(stage)).size(0)).sum();
        FloatBuffer neighbours = Tensor.allocate(Math.multiplyExact(groups, k));
        FloatBuffer centres = Tensor.allocate(Math.multiplyExact(groups, k));
        int before = 0;
        for (PreparedInput each : batch) {
            FloatBuffer own = each.values().get(neighbours(stage)).data();
            FloatBuffer ownCentres = each.values().get(centres(stage)).data();
            while (ownCentres.hasRemaining()) {
                float centre = before + ownCentres.get();
                for (int j = 0; j < k; j++) {
                    neighbours.put(before + own.get());
                    centres.put(centre);
                }
            }
            before += groupsBefore(each, stage);
        }
        inputs.put(neighbours(stage), Tensor.of(neighbours.flip(), groups * k));
        inputs.put(centres(stage), Tensor.of(centres.flip(), groups * k));
    }

    /** Groups that the stage before made of one cloud. */
    private int groupsBefore(PreparedInput input, int stage) {
        return stage == 1 || !hasPoints(stage - 1)
                ? input.values().get(rows(stage - 1)).size(0) / k
                : input.values().get(centres(stage - 1)).size(0);
    }

    /** The class token, row 0, before the patches of each cloud. */
    private static Tensor order(List<PreparedInput> batch) {
        int tokens = batch.stream().mapToInt(each -> each.segment().length()).sum();
        FloatBuffer order = Tensor.allocate(tokens);
        int patch = 1;
        for (PreparedInput each : batch) {
            order.put(0);
            for (int g = 1; g < each.segment().length(); g++) {
                order.put(patch++);
            }
        }
        return Tensor.of(order.flip(), tokens);
    }

    @Override
    public void build(Layers layers, Entry entry) {
        Operand<TFloat32> vectors = null;
        for (int stage = 0; stage < stages.size(); stage++) {
            GroupLayers shape = stages.get(stage);
            Operand<TFloat32> rows = rows(layers, entry, stage, vectors);
            vectors = new GroupRecipe(layers, shape, k).vectors(rows);
        }
        int made = stages.get(stages.size() - 1).out();
        var order = entry.integers("order", -1);
        var patches = PointEmbedding.projected(layers, vectors, made, width);
        entry.output(TOKENS, after(layers, PointWeights.CLASS_TOKEN, patches, order));
        var places = PointEmbedding.positions(layers, entry.input(CENTRES, -1, 3));
        entry.output(POSITIONS, after(layers, PointWeights.CLASS_POSITION, places, order));
    }

    private Operand<TFloat32> after(
            Layers layers, String first, Operand<TFloat32> rows, Operand<TInt32> order) {
        Ops tf = layers.tf();
        var row = tf.reshape(layers.parameter(first), tf.constant(new int[] {1, width}));
        return tf.gather(tf.concat(List.of(row, rows), tf.constant(0)), order, tf.constant(0));
    }

    private Operand<TFloat32> rows(
            Layers layers, Entry entry, int stage, Operand<TFloat32> vectors) {
        Ops tf = layers.tf();
        List<Operand<TFloat32>> parts = new ArrayList<>();
        if (hasRows(stage)) {
            int columns = stage == 0 ? stages.get(0).in() : 3;
            parts.add(entry.input(rows(stage), -1, columns));
        }
        if (hasPoints(stage)) {
            var points = tf.gather(vectors, entry.integers(neighbours(stage), -1), tf.constant(0));
            var centres = entry.integers(centres(stage), -1);
            parts.add(
                    features.own()
                            ? points
                            : tf.math.sub(points, tf.gather(vectors, centres, tf.constant(0))));
        }
        return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1));
    }
}
