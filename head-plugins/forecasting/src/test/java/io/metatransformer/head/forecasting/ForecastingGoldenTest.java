package io.metatransformer.head.forecasting;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.index.Indices;

/** Answers against those of the reference's own modules. */
class ForecastingGoldenTest {
    private static final double TOLERANCE = 5e-6;
    private static final ForecastingHead HEAD = new ForecastingHead();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void the_decoder_attends_as_the_references_does(int depth) {
        Golden golden = golden("ts-forecast-decoder-" + depth + "layer");
        var layout =
                options(
                        Map.of(
                                "layers", depth, "heads", 4, "hidden", 40, "horizon", 8, "label",
                                6));
        Tensor read = golden.tensor("input.decoder_tokens");
        Tensor memory = golden.tensor("input.encoder_out");
        Weights weights = HEAD.adopt(golden.weights("weights."));

        Map<String, Tensor> outputs;
        try (Network network =
                Network.build(
                        "decoder",
                        weights,
                        (layers, wiring) -> {
                            var tf = layers.tf();
                            int[] rows = {-1, 32};
                            var given = wiring.input("memory", -1, -1, 32);
                            var tokens = wiring.input("tokens", -1, -1, 32);
                            wiring.output(
                                    "decoded",
                                    new DecoderLayers(layers, layout.attention())
                                            .decoded(
                                                    tf.reshape(tokens, tf.constant(rows)),
                                                    14,
                                                    tf.reshape(given, tf.constant(rows)),
                                                    tf.stridedSlice(
                                                            tf.shape(given), Indices.at(0))));
                        })) {
            outputs = network.run(Map.of("memory", memory, "tokens", read));
        }

        Tensor expected = golden.tensor("output.decoded");
        assertClose("decoded", expected.reshape(28, 5), outputs.get("decoded"), TOLERANCE, 0);
        assertEquals(weights.names(), golden.weights("weights.").names());
    }

    @Test
    void channels_in_segments_of_their_own_share_one_linear_layer() {
        Golden golden = golden("ts-flatten-linear");
        Weights weights = HEAD.adopt(golden.weights("weights."));
        float[] x = golden.tensor("input.x").toArray();
        float[] expected = golden.tensor("output.y").toArray();

        try (HeadSession session =
                HEAD.open(
                        ModelPart.of(
                                "test/heads/flat",
                                24,
                                Map.of("horizon", 7, "channels", 3),
                                weights))) {
            for (int b = 0; b < 2; b++) {
                Tensor values = values(session.predict(patches(x, b)));
                assertArrayEquals(new int[] {7, 3}, values.shape());
                for (int v = 0; v < 3; v++) {
                    for (int p = 0; p < 7; p++) {
                        assertEquals(
                                expected[(b * 3 + v) * 7 + p],
                                values.data().get(p * 3 + v),
                                TOLERANCE);
                    }
                }
            }
        }
    }

    /** x [B, 3, 24, 6] to 3 segments of 6 tokens of width 24. */
    private static Features patches(float[] x, int b) {
        float[] rows = new float[3 * 6 * 24];
        List<Segment> segments = new ArrayList<>();
        for (int v = 0; v < 3; v++) {
            Origin origin = Origin.named("series").with(Origin.CHANNEL, v);
            segments.add(new Segment(Modality.TIME_SERIES, 6 * v, 0, new Layout.Series(6), origin));
            for (int d = 0; d < 24; d++) {
                for (int n = 0; n < 6; n++) {
                    rows[(6 * v + n) * 24 + d] = x[((b * 3 + v) * 24 + d) * 6 + n];
                }
            }
        }
        return Features.of(Tensor.of(rows, 18, 24), segments);
    }

    @Test
    void gaps_are_filled_and_known_values_stay() {
        Golden golden = golden("ts-steps-and-class");
        float[] mask = golden.tensor("input.mask").toArray();
        float[] gaps = new float[mask.length];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = 1 - mask[i];
        }

        float[] filled = new float[gaps.length];
        try (HeadSession session = open(golden, "impute")) {
            for (int b = 0; b < 2; b++) {
                float[] own = Arrays.copyOfRange(gaps, 48 * b, 48 * b + 48);
                var values = values(session.predict(steps(golden, b, Tensor.of(own, 12, 4))));
                values.data().get(filled, 48 * b, 48);
            }
        }

        assertClose("filled", golden.tensor("output.filled").toArray(), filled, TOLERANCE, 0);
    }

    @Test
    void the_energy_of_a_step_is_how_far_it_is_from_its_reconstruction() {
        Golden golden = golden("ts-steps-and-class");

        float[] energy = new float[24];
        try (HeadSession session = open(golden, "anomaly")) {
            for (int b = 0; b < 2; b++) {
                Tensor values = values(session.predict(steps(golden, b, zeros())));
                assertArrayEquals(new int[] {12, 1}, values.shape());
                values.data().get(energy, 12 * b, 12);
            }
        }

        assertClose("energy", golden.tensor("output.energy").toArray(), energy, TOLERANCE, 2e-6);
    }

    private static Tensor zeros() {
        return Tensor.of(new float[48], 12, 4);
    }

    private static HeadSession open(Golden golden, String task) {
        Weights weights =
                HEAD.adopt(
                        golden.weights("weights.")
                                .renamed(
                                        name ->
                                                name.startsWith("cls")
                                                        ? Optional.empty()
                                                        : Optional.of(name)));
        return HEAD.open(
                ModelPart.of(
                        "test/heads/steps", 24, Map.of("answer", task, "channels", 4), weights));
    }

    private static Features steps(Golden golden, int b, Tensor gaps) {
        float[] tokens = new float[12 * 24];
        golden.tensor("input.encoder_out").data().get(b * tokens.length, tokens);
        float[] x = new float[48];
        golden.tensor("input.x").data().get(b * 48, x);
        Origin origin =
                Origin.named("series")
                        .with(Origin.MEAN, Tensor.of(new float[4], 4))
                        .with(Origin.DEVIATION, Tensor.of(new float[] {1, 1, 1, 1}, 4))
                        .with(Origin.SCALED, Tensor.of(x, 12, 4))
                        .with(Origin.GAPS, gaps);
        Segment segment = new Segment(Modality.TIME_SERIES, 0, 0, new Layout.Series(12), origin);
        return Features.of(Tensor.of(tokens, 12, 24), List.of(segment));
    }

    @Test
    void the_threshold_is_the_percentile_of_all_energies() {
        Golden golden = golden("ts-anomaly-threshold");
        double[] train = golden.doubles("input.train_energy");
        double[] test = golden.doubles("input.test_energy");
        double[] all = Arrays.copyOf(train, train.length + test.length);
        System.arraycopy(test, 0, all, train.length, test.length);

        double threshold = EnergyThreshold.of(all, 2);

        assertEquals(golden.doubles("output.threshold")[0], threshold, 1e-12);
        long[] flags = Arrays.stream(test).mapToLong(e -> e > threshold ? 1 : 0).toArray();
        assertArrayEquals(golden.longs("output.raw_pred"), flags);
    }

    private static Tensor values(Prediction prediction) {
        return ((Prediction.Values) prediction).values();
    }

    private static ForecastingOptions options(Map<String, Object> given) {
        return ForecastingOptions.from(Options.of(HEAD.options(), given));
    }

    private static Golden golden(String name) {
        return Golden.read(ForecastingGoldenTest.class, "/golden/heads/" + name + ".safetensors");
    }
}
