package io.metatransformer.head.classification;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Label;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the encoder's tokens and a checkpoint's own names to probabilities, against the reference's heads. */
class ClassificationGoldenTest {
    private static final double TOLERANCE = 5e-6;

    @ParameterizedTest
    @CsvSource({
        "video, mean_all, false, true, 1e-6",
        "audio, first_two, true, true, 1e-5",
        "xray, cls, true, false, 1e-5",
        "hyper, cls, false, true, 1e-5"
    })
    void linear_heads_score_as_the_reference_does(
            String head, String pooling, boolean norm, boolean pooledNorm, double pooledEps) {
        Golden golden = golden("cls-token-heads");
        Map<String, Object> config = new HashMap<>();
        config.put("pooling", List.of(pooling));
        config.put("norm", norm);
        config.put("pooled_norm", pooledNorm);
        config.put("pooled_norm_eps", pooledEps);

        for (String scores : List.of("softmax", "sigmoid")) {
            config.put("scores", scores);
            check(golden, "weights." + head + ".", config, 1, Map.of(), head + "." + scores);
        }
    }

    @Test
    void the_mlp_of_point_clouds_scores_as_the_reference_does() {
        Golden golden = golden("cls-mlp-bn");
        Map<String, Object> config =
                Map.of("pooling", List.of("cls", "max", "mean"), "hidden", List.of(20, 16));
        int classes = golden.shape("output.logits")[1];
        float[] logits = golden.tensor("output.logits").toArray();

        try (HeadSession session = open(golden, "weights.", config, classes)) {
            for (int item = 0; item < golden.shape("input.tokens")[0]; item++) {
                float[] expected = Arrays.copyOfRange(logits, item * classes, (item + 1) * classes);

                assertClose(
                        "probabilities of item " + item,
                        Scores.softmax(expected),
                        scores(session, features(golden, item, 1, Map.of()), classes),
                        TOLERANCE,
                        0);
            }
        }
    }

    @Test
    void the_head_of_tables_reads_continuous_columns_beside_the_tokens() {
        Golden golden = golden("cls-tabular");
        Map<String, Object> config =
                Map.of(
                        "pooling",
                        List.of("flatten"),
                        "norm",
                        false,
                        "append",
                        "continuous",
                        "scores",
                        "sigmoid");
        float[] continuous = golden.tensor("input.continuous").toArray();

        Weights deep =
                golden.weights("weights.")
                        .renamed(
                                name -> Optional.of(name).filter(each -> !each.startsWith("wide")));

        try (HeadSession session = open(golden, deep, config, 1)) {
            float[] expected = golden.tensor("output.prob").toArray();
            for (int item = 0; item < expected.length; item++) {
                Tensor columns =
                        Tensor.of(Arrays.copyOfRange(continuous, item * 2, item * 2 + 2), 2);
                Features features = features(golden, item, 0, Map.of("continuous", columns));

                assertClose(
                        "probability of item " + item,
                        new double[] {expected[item]},
                        scores(session, features, 1),
                        TOLERANCE,
                        0);
            }
        }
    }

    @Test
    void the_wide_part_of_tables_adds_a_weight_for_each_category() {
        Golden golden = golden("cls-tabular");
        int W = golden.shape("weights.wide.wide_linear.weight")[0];
        Map<String, Object> config = new HashMap<>();
        config.put("pooling", List.of("flatten"));
        config.put("norm", false);
        config.put("append", "continuous");
        config.put("wide", "categories");
        config.put("wide_size", W);
        config.put("scores", "sigmoid");
        float[] continuous = golden.tensor("input.continuous").toArray();
        int[] indices = golden.ints("input.wide_index");
        double[] logits = golden.doubles("output.logit_with_wide");
        int I = indices.length / logits.length;

        try (HeadSession session = open(golden, "weights.", config, 1)) {
            for (int item = 0; item < logits.length; item++) {
                float[] categories = new float[I];
                for (int i = 0; i < I; i++) {
                    categories[i] = indices[item * I + i];
                }
                Map<String, Tensor> arrays =
                        Map.of(
                                "continuous",
                                Tensor.of(
                                        Arrays.copyOfRange(continuous, item * 2, item * 2 + 2), 2),
                                "categories",
                                Tensor.of(categories, I));

                assertClose(
                        "probability of item " + item,
                        new double[] {1 / (1 + Math.exp(-logits[item]))},
                        scores(session, features(golden, item, 0, arrays), 1),
                        TOLERANCE,
                        0);
            }
        }
    }

    @Test
    void several_views_of_an_object_score_as_the_reference_does() {
        Golden golden = golden("cls-multiview-pool");
        int[] shape = golden.shape("input.x"); // [objects * views, channels, height, width]
        int views = golden.integer("views");
        int classes = golden.shape("output.logits")[1];
        float[] logits = golden.tensor("output.logits").toArray();
        Map<String, Object> config = new HashMap<>();
        config.put("labels", IntStream.range(0, classes).mapToObj(k -> "class " + k).toList());
        config.put("top_k", classes);
        config.put("norm", false);
        config.put("pooling", List.of("mean_each"));
        config.put("pooled_norm", true);
        config.put("pooled_norm_eps", 1e-5);
        Weights own = new ClassificationHead().adopt(golden.weights("weights."));

        try (HeadSession session =
                new ClassificationHead().open(ModelPart.of("golden", shape[1], config, own))) {
            for (int object = 0; object < shape[0] / views; object++) {
                float[] expected =
                        Arrays.copyOfRange(logits, object * classes, (object + 1) * classes);

                assertClose(
                        "probabilities of object " + object,
                        Scores.softmax(expected),
                        scores(session, views(golden, object, views), classes),
                        TOLERANCE,
                        0);
            }
        }
    }

    /** The maps of an object's views as tokens, a segment for each view. */
    private static Features views(Golden golden, int object, int views) {
        int[] shape = golden.shape("input.x");
        int C = shape[1];
        int N = shape[2] * shape[3];
        float[] maps = golden.tensor("input.x").toArray();
        float[] tokens = new float[views * N * C];
        List<Segment> segments = new ArrayList<>();
        for (int view = 0; view < views; view++) {
            int from = (object * views + view) * C * N;
            for (int n = 0; n < N; n++) {
                for (int c = 0; c < C; c++) {
                    tokens[(view * N + n) * C + c] = maps[from + c * N + n];
                }
            }
            segments.add(
                    new Segment(
                            Modality.IMAGE,
                            view * N,
                            0,
                            new Layout.Grid(shape[2], shape[3]),
                            Origin.named("view")));
        }
        return Features.of(Tensor.of(tokens, views * N, C), segments);
    }

    private static void check(
            Golden golden,
            String weights,
            Map<String, Object> config,
            int special,
            Map<String, Tensor> arrays,
            String output) {
        int classes = golden.shape("output." + output)[1];
        double[] expected = golden.doubles("output." + output);
        try (HeadSession session = open(golden, weights, config, classes)) {
            for (int item = 0; item < golden.shape("input.tokens")[0]; item++) {
                assertClose(
                        output + " of item " + item,
                        Arrays.copyOfRange(expected, item * classes, (item + 1) * classes),
                        scores(session, features(golden, item, special, arrays), classes),
                        TOLERANCE,
                        0);
            }
        }
    }

    private static HeadSession open(
            Golden golden, String prefix, Map<String, Object> config, int classes) {
        return open(golden, golden.weights(prefix), config, classes);
    }

    private static HeadSession open(
            Golden golden, Weights checkpoint, Map<String, Object> config, int classes) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("labels", IntStream.range(0, classes).mapToObj(k -> "class " + k).toList());
        all.put("top_k", classes);
        Weights own = new ClassificationHead().adopt(checkpoint);
        int width = golden.shape("input.tokens")[2];
        return new ClassificationHead().open(ModelPart.of("golden", width, all, own));
    }

    private static float[] scores(HeadSession session, Features features, int classes) {
        List<Label> labels = ((Prediction.Classes) session.predict(features)).labels();
        assertEquals(classes, labels.size());
        float[] scores = new float[classes];
        labels.forEach(label -> scores[label.index()] = label.score());
        return scores;
    }

    private static Features features(
            Golden golden, int item, int special, Map<String, Tensor> arrays) {
        int[] shape = golden.shape("input.tokens");
        int size = shape[1] * shape[2];
        float[] all = golden.tensor("input.tokens").toArray();
        return Features.of(
                Tensor.of(
                        Arrays.copyOfRange(all, item * size, (item + 1) * size),
                        shape[1],
                        shape[2]),
                List.of(
                        new Segment(
                                Modality.IMAGE,
                                0,
                                special,
                                new Layout.Set(shape[1] - special),
                                new Origin("golden", Map.of(), arrays))));
    }

    private static Golden golden(String name) {
        return Golden.read(
                ClassificationGoldenTest.class, "/golden/heads/" + name + ".safetensors");
    }
}
