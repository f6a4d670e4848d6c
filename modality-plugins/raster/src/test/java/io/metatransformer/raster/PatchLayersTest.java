package io.metatransformer.raster;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.TokenTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class token, positions and a norm: what few models have, and all learn. */
class PatchLayersTest {
    private static final int D = 8;
    private static final int P = 4;
    private static final float MOVE = 1e-2f;
    private static final PictureProfile PLAIN =
            new PictureProfile(
                    "plain",
                    Framing.Rule.NONE,
                    16,
                    0,
                    Optional.of(Filter.BICUBIC),
                    1,
                    true,
                    PictureProfile.NO_MEAN,
                    PictureProfile.NO_STD,
                    Remainder.DROP,
                    "auto");

    private static Tensor drawn(long seed, int... shape) {
        SplitMix64 random = new SplitMix64(seed);
        int elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        float[] values = new float[elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return Tensor.of(values, shape);
    }

    private static Weights weights(boolean positions) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("proj.weight", drawn(1, D, 3, P, P));
        all.put("proj.bias", drawn(2, D));
        all.put("cls_token", drawn(3, 1, 1, D));
        if (positions) {
            all.put("pos_embed", drawn(4, 1, 1 + 9, D));
        }
        all.put("norm_pre.weight", drawn(5, D));
        all.put("norm_pre.bias", drawn(6, D));
        return Weights.of(all);
    }

    /** One picture on the grid that positions were trained on, two on others. */
    private static List<Input> pictures() {
        List<Input> pictures = new ArrayList<>();
        for (int[] size : new int[][] {{12, 12}, {8, 16}, {4, 4}}) {
            Tensor values = drawn(10 + size[1], 3, size[0], size[1]);
            pictures.add(Input.of(Modality.IMAGE, values));
        }
        return pictures;
    }

    private static Options options(String positions) {
        List<Option> declared = PictureOptions.declared(List.of(PLAIN));
        return Options.of(declared, Map.of("profile", "plain", "pos_embed", positions));
    }

    private static PatchShape shape(Weights weights, String positions) {
        EmbeddingOptions embedding = PictureOptions.embedding(options(positions), List.of(PLAIN));
        return PatchShape.of("patches", weights, embedding, List.of(3), D);
    }

    private static PatchLayers layers(Weights weights, String positions) {
        PatchShape shape = shape(weights, positions);
        PatchCutter cutter =
                new PatchCutter(
                        Modality.IMAGE,
                        options(positions),
                        new ColourPreparation(List.of(PLAIN)),
                        shape);
        return new PatchLayers(shape, cutter, D);
    }

    private static TokenTraining training(Weights weights, String positions) {
        ModelPart part = ModelPart.of("patches", D, Map.of(), weights);
        return TokenTraining.of(
                part, Optimiser.sgd(0, 0), name -> true, layers(weights, positions));
    }

    private static List<PreparedInput> batch(TokenTraining training) {
        return pictures().stream().map(training::prepare).toList();
    }

    private static Tensor gradient(TokenSequence sequence) {
        return drawn(99 + sequence.length(), sequence.tokens().shape());
    }

    /** Σ token ⊙ gradient. */
    private static double loss(Weights weights, String positions) {
        double sum = 0;
        try (TokenTraining training = training(weights, positions)) {
            for (TokenSequence each : training.forward(batch(training), 0)) {
                float[] tokens = each.tokens().toArray();
                float[] gradient = gradient(each).toArray();
                for (int i = 0; i < tokens.length; i++) {
                    sum += (double) tokens[i] * gradient[i];
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"learned", "sinusoid", "none"})
    void every_weight_has_the_gradient_that_finite_differences_give(String positions) {
        Weights start = weights(positions.equals("learned"));
        Weights after;
        try (TokenTraining training = training(start, positions)) {
            List<PreparedInput> batch = batch(training);
            List<TokenGradient> gradients =
                    training.forward(batch, 0).stream()
                            .map(each -> new TokenGradient(gradient(each), Optional.empty()))
                            .toList();
            training.step(batch, gradients, 1, 0);
            after = training.weights();
        }

        for (String name : start.names()) {
            float[] values = start.get(name).toArray();
            for (int i = 0; i < values.length; i += 1 + values.length / 4) {
                double gradient = values[i] - after.get(name).data().get(i);
                double numeric =
                        (loss(moved(start, name, i, MOVE), positions)
                                        - loss(moved(start, name, i, -MOVE), positions))
                                / (2 * MOVE);
                assertEquals(numeric, gradient, 4e-3 * (1 + Math.abs(numeric)), name + " " + i);
            }
        }
    }

    private static Weights moved(Weights weights, String name, int element, float by) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        weights.names().forEach(each -> moved.put(each, weights.get(each)));
        float[] values = weights.get(name).toArray();
        values[element] += by;
        moved.put(name, Tensor.of(values, weights.shape(name)));
        return Weights.of(moved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"learned", "sinusoid", "none"})
    void pictures_of_several_sizes_in_one_run_become_the_tokens_of_each_alone(String positions) {
        Weights weights = weights(positions.equals("learned"));
        PatchShape shape = shape(weights, positions);
        try (PatchEmbedding alone = PatchEmbedding.open("patches", weights, shape, D);
                TokenTraining training = training(weights, positions)) {
            List<PreparedInput> batch = batch(training);
            List<TokenSequence> together = training.forward(batch, 0);

            for (int i = 0; i < batch.size(); i++) {
                Layout.Grid grid = (Layout.Grid) batch.get(i).segment().layout();
                Tensor expected =
                        alone.embed(
                                batch.get(i).values().get("patches"),
                                new PatchGrid(grid.rows(), grid.cols(), P));
                assertClose(grid.toString(), expected, together.get(i).tokens(), 1e-5, 1e-5);
            }
        }
    }
}
