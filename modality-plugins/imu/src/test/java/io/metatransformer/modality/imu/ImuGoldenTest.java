package io.metatransformer.modality.imu;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files to samples to tokens, against torchaudio, the reference's embedding and OneLLM's. */
class ImuGoldenTest {
    private static final Golden PREPARED = golden("prep");

    @ParameterizedTest
    @ValueSource(strings = {"imu.csv", "imu_gyro_first.csv"})
    void channels_are_found_by_name_wherever_they_stand(String file) throws IOException {
        ImuSignal signal = read(file, Map.of());

        assertArrayEquals(PREPARED.doubles("output.timestamps_ms"), signal.times());
        assertArrayEquals(PREPARED.doubles("output.signal"), channelsFirst(signal.values()));
    }

    @Test
    void real_times_are_resampled_along_lines() throws IOException {
        double[] window = LinearResampling.apply(read("imu.csv", Map.of()), 0, 200, 400);

        long valid = Arrays.stream(PREPARED.longs("output.valid")).sum();
        assertEquals(valid, window.length / Column.COUNT);
        assertClose("linear", PREPARED.doubles("output.linear"), channelsFirst(window), 1e-9, 0);
    }

    @Test
    void even_rates_are_resampled_by_a_windowed_sinc() throws IOException {
        ImuSignal signal = read("imu.csv", Map.of());
        SincResampling resampling = new SincResampling(PREPARED.integer("estimated_rate_hz"), 200);

        double[] whole = resampling.apply(signal.values(), 0, 600);

        assertEquals(600, resampling.length(150));
        assertClose("sinc", PREPARED.doubles("output.sinc"), channelsFirst(whole), 1e-8, 0);
    }

    @Test
    void a_window_of_the_sinc_is_the_start_of_the_whole() throws IOException {
        Options options = options(Map.of("resampling", "sinc", "scaling", "none"));

        ImuWindow window = ImuWindow.of("imu", read("imu.csv", Map.of()), options, "none");

        double[] values = new double[window.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = window.values()[i];
        }
        assertClose(
                "window",
                PREPARED.doubles("output.sinc_window"),
                channelsFirst(values),
                1e-6,
                1e-6);
    }

    @Test
    void every_eighth_sample_is_scaled_as_the_reference_scales() throws IOException {
        Options options = options(Map.of("stride", 8));

        ImuWindow window = ImuWindow.of("imu", read("imu.csv", Map.of()), options, "instance");

        // The reference scales in float32, where accelerations near 10 m/s² carry errors of 5e-7.
        assertClose(
                "window",
                golden("embed_data2seq").tensor("input.x").toArray(),
                window.values(),
                1e-5,
                0);
    }

    @Test
    void samples_become_the_tokens_of_the_references_series() {
        Golden golden = golden("embed_data2seq");
        int[] pe = golden.shape("intermediate.pe");
        Map<String, Tensor> weights =
                Map.of(
                        "value_embedding.tokenConv.weight",
                        golden.tensor("weights.value_embedding.tokenConv.weight"),
                        "position_embedding.pe",
                        golden.tensor("intermediate.pe").reshape(1, pe[0], pe[1]));
        ModelPart part = ModelPart.of("golden", pe[1], Map.of(), Weights.of(weights));

        try (SampleEmbedding embedding = new SampleEmbedding(part)) {
            float[] samples = golden.tensor("input.x").toArray();

            Tensor tokens = embedding.embed(new ImuWindow(samples, Origin.named("golden")));

            assertClose(
                    "tokens",
                    golden.tensor("output.tokens").reshape(pe[0], pe[1]),
                    tokens,
                    5e-6,
                    0);
        }
    }

    @Test
    void ten_samples_become_a_token_of_onellm() {
        Golden golden = golden("embed_conv10");
        int[] shape = golden.shape("output.tokens_cls_pos");
        ModelPart part = ModelPart.of("golden", shape[2], Map.of(), golden.weights("weights."));

        try (ConvolutionEmbedding embedding = new ConvolutionEmbedding(part)) {
            float[] signal = golden.tensor("input.signal").toArray();
            float[] samples = new float[signal.length];
            for (int channel = 0; channel < Column.COUNT; channel++) {
                for (int sample = 0; sample < 400; sample++) {
                    samples[sample * Column.COUNT + channel] = signal[channel * 400 + sample];
                }
            }

            Tensor tokens = embedding.embed(new ImuWindow(samples, Origin.named("golden")));

            assertClose(
                    "tokens",
                    golden.tensor("output.tokens_cls_pos").reshape(shape[1], shape[2]),
                    tokens,
                    3e-5,
                    1e-5);
        }
    }

    private static Golden golden(String name) {
        return Golden.read(ImuGoldenTest.class, "/golden/imu/" + name + ".safetensors");
    }

    private static ImuSignal read(String file, Map<String, Object> options) throws IOException {
        return new ImuReader(options(options)).read(input(file));
    }

    static Input input(String file) throws IOException {
        try (var in = ImuGoldenTest.class.getResourceAsStream("/golden/imu/" + file)) {
            return Input.read(Modality.IMU, in, 1 << 20).named(file);
        }
    }

    private static Options options(Map<String, Object> options) {
        return Options.of(ImuOptions.declared(), options);
    }

    private static double[] channelsFirst(double[] rows) {
        double[] turned = new double[rows.length];
        int samples = rows.length / Column.COUNT;
        for (int i = 0; i < rows.length; i++) {
            turned[i % Column.COUNT * samples + i / Column.COUNT] = rows[i];
        }
        return turned;
    }
}
