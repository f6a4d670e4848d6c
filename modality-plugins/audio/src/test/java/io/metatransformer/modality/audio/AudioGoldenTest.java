package io.metatransformer.modality.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From raw files to tokens, held against the reference's own modules. */
class AudioGoldenTest {
    private final AudioTokenizer tokenizer = new AudioTokenizer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "au01_data2seq_128x128",
                "au02_ast_1024x128",
                "au03_trained_224x224",
                "au04_44k_stereo_mean",
                "au04b_44k_stereo_first"
            })
    void a_file_becomes_the_tokens_of_the_reference(String name) {
        Golden golden = Files.golden(name);
        Map<String, Object> config = config(golden);
        boolean resampled = golden.names().contains("output.tokens_f64");
        int D = golden.shape("output.tokens")[1];

        try (TokenizerSession session =
                tokenizer.open(
                        ModelPart.of(
                                "test/tokenizers/audio",
                                D,
                                config,
                                tokenizer.adopt(golden.weights("weights."))))) {
            TokenSequence tokens = session.tokenize(Files.input(golden.text("file")));

            Within.assertClose(
                    "tokens",
                    golden.tensor("output.tokens"),
                    tokens.tokens(),
                    resampled ? 4e-3 : 1e-4,
                    0);
            if (resampled) {
                Within.assertClose(
                        "tokens of float64",
                        golden.doubles("output.tokens_f64"),
                        tokens.tokens(),
                        1e-4,
                        0);
            }
            Map<?, ?> described = (Map<?, ?>) golden.json("config");
            assertEquals(described.get("grid(freq,time)"), grid(tokens));
            assertEquals(0, tokens.segments().get(0).specialTokens());
        }
    }

    private static Object grid(TokenSequence tokens) {
        Layout.Grid grid = (Layout.Grid) tokens.segments().get(0).layout();
        return List.of((double) grid.rows(), (double) grid.cols());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"au01_data2seq_128x128", "au04_44k_stereo_mean", "au04b_44k_stereo_first"})
    void a_file_becomes_the_log_energies_of_kaldi(String name) {
        Golden golden = Files.golden(name);

        SoundWindow window = window(golden);
        float[] energies = window.energies(bins(golden));

        boolean resampled = golden.names().contains("intermediate.fbank_f64");
        float[] expected = golden.tensor("intermediate.fbank").toArray();
        assertEquals(expected.length, energies.length);
        Within.assertClose("energies", expected, energies, resampled ? 0.1 : 3e-3, 0);
        assertTrue(meanDifference(expected, energies) < (resampled ? 2e-3 : 1e-4));
        if (resampled) {
            double[] exact = golden.doubles("intermediate.fbank_f64");
            Within.assertClose("energies of float64", exact, energies, 1e-3, 0);
        }
    }

    @Test
    void a_short_spectrogram_is_filled_with_zeros_before_it_is_normalised() {
        Golden golden = Files.golden("au03_trained_224x224");
        Options options = Options.of(tokenizer.options(), config(golden));
        Input input = Files.input(golden.text("file"));

        float[] values = AudioSession.prepare(input, AudioOptions.from(options)).values().get();

        float[] padded = golden.tensor("intermediate.fbank_padded").toArray();
        float[] normalised = new float[padded.length];
        for (int i = 0; i < padded.length; i++) {
            normalised[i] = (padded[i] + 6.845978f) / (2 * 5.5654526f);
        }
        Within.assertClose("normalised", normalised, values, 3e-4, 0);
        assertEquals(6.845978f / (2 * 5.5654526f), values[values.length - 1], 1e-7);
    }

    @ParameterizedTest
    @CsvSource({"44100", "48000", "22050", "8000"})
    void rates_are_changed_as_torchaudio_changes_them(int rate) {
        Golden golden = Files.golden("au08_resample");
        Tensor array = golden.tensor("input." + rate + "_16000");
        Sound sound = ArraySound.of(array, rate);

        for (int channel = 0; channel < array.size(0); channel++) {
            Waveform waveform = Waveform.of(sound, "test", new Mix(channel), Optional.of(16_000));
            double[] made = waveform.read(0, (int) waveform.length());
            double[] second = waveform.read(50, 100);

            double[] exact = golden.doubles("output64." + rate + "_16000");
            int length = exact.length / array.size(0);
            double[] expected = Arrays.copyOfRange(exact, channel * length, (channel + 1) * length);
            Within.assertClose("resampled", expected, made, 1e-9, 0);
            Within.assertClose("any part", Arrays.copyOfRange(made, 50, 150), second, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 11025, 22050, 44100})
    void energies_are_computed_at_any_rate(int rate) {
        Golden golden = Files.golden("au06_native_rate_fbank");
        float[] expected = golden.tensor("output." + rate).toArray();
        Filterbank filterbank = new Filterbank(rate, 40, WindowShape.HANNING);
        double[] samples = golden.doubles("input." + rate);

        int frames = (int) filterbank.frames(samples.length);
        float[] energies = new float[frames * 40];
        filterbank.apply(samples, frames, energies, 0);

        Within.assertClose("energies", expected, energies, 1e-3, 0);
    }

    private SoundWindow window(Golden golden) {
        Map<String, Object> config = config(golden);
        config.put("frames", 0);
        AudioOptions options = AudioOptions.from(Options.of(tokenizer.options(), config));
        Sound sound = Files.sound(Files.bytes(golden.text("file")));
        return SoundWindow.of(
                "test", Waveform.of(sound, "test", options.mix(), options.rate()), options);
    }

    private static double meanDifference(float[] expected, float[] actual) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += Math.abs(expected[i] - actual[i]);
        }
        return sum / expected.length;
    }

    private static int bins(Golden golden) {
        return ((Number) ((Map<?, ?>) golden.json("config")).get("melBins")).intValue();
    }

    private static Map<String, Object> config(Golden golden) {
        Map<?, ?> described = (Map<?, ?>) golden.json("config");
        Map<String, Object> config = new HashMap<>();
        config.put("mel_bins", described.get("melBins"));
        config.put("frames", described.get("targetFrames"));
        config.put("mean", described.get("mean"));
        config.put("std", described.get("std"));
        config.put("mix", described.get("mix"));
        return config;
    }
}
