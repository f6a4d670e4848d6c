package io.metatransformer.head.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Training;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step of plain gradient descent at rate 1 moves each weight by its gradient: for every tensor of every layer it is
 * what the loss itself says, moved to either side.
 */
class DecoderGradientTest {
    private static final int STEPS = 10;
    private static final int HORIZON = 3;
    private static final float MOVE = 2e-2f;

    @ParameterizedTest
    @ValueSource(strings = {"flatten", "timeF", "learned"})
    void every_layer_of_a_forecast_has_the_gradient_of_its_loss(String kind) {
        Map<String, Object> config =
                new HashMap<>(Map.of("horizon", HORIZON, "channels", 2, "dropout", 0, "label", 4));
        if (!kind.equals("flatten")) {
            config.putAll(Map.of("decoder", "decoder", "heads", 2, "hidden", 6, "temporal", kind));
        }
        var layout = ForecastingOptions.from(Options.of(new ForecastingHead().options(), config));
        List<FloatBuffer> contents =
                List.of(content(layout, 0), content(layout, 5), content(layout, 9));
        Decoder decoder =
                layout.attends()
                        ? AttentionDecoder.of(
                                "test", layout, Weights.none(), SampleSeries.WIDTH, contents.get(0))
                        : FlattenDecoder.of("test", layout, contents.get(0)).scaledTo(contents);
        Weights weights = ForecastingWeights.drawn(decoder.specs(), 3);
        Map<String, Tensor> inputs = new HashMap<>(decoder.inputs(contents));
        inputs.put("targets", targets());

        try (Training training = training(decoder, weights)) {
            Weights start = training.state();
            training.step(inputs, 1, 0);
            Weights moved = training.weights();
            for (String name : weights.names()) {
                int most = largest(weights.get(name), moved.get(name));
                double gradient =
                        (double) weights.get(name).data().get(most)
                                - moved.get(name).data().get(most);
                training.restore(changed(start, "weight/" + name, most, MOVE));
                double above = training.step(inputs, 0, 0).loss();
                training.restore(changed(start, "weight/" + name, most, -MOVE));
                double below = training.step(inputs, 0, 0).loss();
                double numeric = (above - below) / (2 * MOVE);
                assertEquals(numeric, gradient, 2e-3 + 0.02 * Math.abs(numeric), name);
            }
        }
    }

    private static Training training(Decoder decoder, Weights weights) {
        return Training.build(
                "test",
                weights,
                each -> true,
                Optimiser.sgd(0, 0),
                (layers, wiring) -> {
                    var values = decoder.values(layers, wiring);
                    var targets = wiring.input("targets", -1, 2 * HORIZON);
                    var ones = layers.tf().constant(new float[] {1, 1, 1});
                    wiring.output(Training.LOSS, new Losses(layers).squared(values, targets, ones));
                },
                List.of());
    }

    /** Where a tensor moved most: a gradient of 0 would prove little. */
    private static int largest(Tensor before, Tensor after) {
        int most = 0;
        for (int i = 0; i < before.elements(); i++) {
            if (moved(before, after, i) > moved(before, after, most)) {
                most = i;
            }
        }
        return most;
    }

    private static double moved(Tensor before, Tensor after, int i) {
        return Math.abs(before.data().get(i) - after.data().get(i));
    }

    private static Weights changed(Weights weights, String name, int at, float by) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        weights.names().forEach(each -> all.put(each, weights.get(each)));
        float[] values = weights.get(name).toArray();
        values[at] += by;
        all.put(name, Tensor.of(values, weights.shape(name)));
        return Weights.of(all);
    }

    private static FloatBuffer content(ForecastingOptions layout, int start) {
        var series =
                SeriesTokens.of("test", SampleSeries.WIDTH, SampleSeries.features(start, STEPS));
        return ForecastSession.digest(series, layout).content();
    }

    private static Tensor targets() {
        float[] targets = new float[3 * 2 * HORIZON];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) Math.cos(i);
        }
        return Tensor.of(targets, 3, 2 * HORIZON);
    }
}
