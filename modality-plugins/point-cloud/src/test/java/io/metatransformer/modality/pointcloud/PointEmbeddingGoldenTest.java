package io.metatransformer.modality.pointcloud;

import static io.metatransformer.testkit.Within.assertClose;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.modality.pointcloud.PointEmbedding.Embedded;
import io.metatransformer.testkit.Golden;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points to tokens and positions, against the reference's PointPatchEmbed and P3Embed. */
class PointEmbeddingGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "point_patch_embed_dp_bn",
                "point_patch_embed_dpfj_avg",
                "point_patch_embed_ball_nochannels",
                "p3embed_1stage_bn",
                "p3embed_2stage_ln2d"
            })
    void points_become_the_tokens_and_positions_of_the_reference(String file) {
        Golden golden = Files.golden(file);
        int width = golden.integer("embed_dim");
        Map<String, Object> config = config(golden);
        PointSettings settings = PointSettings.of(Files.options(config));
        ModelPart part =
                ModelPart.of(
                        "golden",
                        width,
                        config,
                        golden.weights("weights.")
                                .renamed(
                                        name ->
                                                Optional.of(name)
                                                        .filter(n -> !n.endsWith("tracked"))));
        part.weights().require("golden", PointWeights.specs(settings, width));
        int[] shape = golden.shape("input.pos");
        int N = shape[1];
        int channels = golden.integer("in_channels");

        try (PointEmbedding embedding = new PointEmbedding(part, settings)) {
            for (int b = 0; b < shape[0]; b++) {
                float[] xyz = item(golden, "input.pos", b).toArray();
                float[] features = rows(item(golden, "input.x", b).toArray(), channels, N);
                Grouping grouping = Grouping.of(xyz, embedding.stages(), settings);
                Embedded embedded =
                        embedding.embed(
                                new PreparedCloud(
                                        xyz, features, new int[N], Origin.named("golden")),
                                grouping);

                assertClose(
                        "tokens", item(golden, "output.tokens", b), embedded.tokens(), 2e-5, 1e-5);
                assertClose(
                        "positions",
                        item(golden, "output.pos", b),
                        embedded.positions(),
                        2e-5,
                        1e-5);
                String last = golden.names().contains("intermediate.center_p2") ? "2" : "1";
                assertClose(
                        "centres",
                        item(golden, "intermediate.center_p" + last, b).toArray(),
                        grouping.last().centres(),
                        0,
                        0);
            }
        }
    }

    private static Map<String, Object> config(Golden golden) {
        Map<String, Object> config = new HashMap<>();
        config.put("embedding", golden.text("case").equals("P3Embed") ? "p3" : "point_patch");
        config.put("ratio", golden.number("sample_ratio"));
        config.put("group_size", golden.integer("group_size"));
        config.put("group_features", golden.text("feature_type"));
        config.put(
                "channels",
                golden.text("channels").equals("null") ? List.of() : golden.json("channels"));
        config.put("norm", golden.text("norm"));
        config.put("pooling", golden.text("reduction").equals("avg") ? "mean" : "max");
        config.put("neighbours", golden.text("group").equals("knn") ? "knn" : "ball");
        config.put("radius", golden.number("radius"));
        config.put(
                "point_features",
                golden.integer("in_channels") == 7 ? "position_colour_height" : "position");
        return config;
    }

    /** One of a batch. */
    private static Tensor item(Golden golden, String name, int b) {
        Tensor batch = golden.tensor(name);
        int rows = batch.size(1);
        int columns = batch.size(2);
        int size = rows * columns;
        return Tensor.of(batch.data().slice(b * size, size), rows, columns);
    }

    /** {@code [C, N]} to {@code [N, C]}. */
    private static float[] rows(float[] channels, int C, int N) {
        float[] rows = new float[channels.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = channels[i % C * N + i / C];
        }
        return rows;
    }
}
