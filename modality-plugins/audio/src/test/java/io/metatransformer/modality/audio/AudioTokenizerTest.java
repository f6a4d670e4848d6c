package io.metatransformer.modality.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioTokenizerTest {
    private static final int D = 8;
    private static final Map<String, Object> SMALL = Map.of("mel_bins", 32, "frames", 46);

    private final AudioTokenizer tokenizer = new AudioTokenizer();

    @ParameterizedTest
    @CsvSource({
        "default, 12, 101",
        "ast, 12, 101",
        "esc50, 12, 50",
        "speechcommands-ast, 12, 12",
        "speechcommands, 20, 20",
        "data2seq, 12, 9"
    })
    void a_profile_is_a_full_set_of_values(String profile, int rows, int cols) {
        Input second = SoundFiles.input("second.wav", SoundFiles.wav(1, 16, 1, 16_000, 16_000));
        Map<String, Object> config = Map.of("profile", profile);

        try (TokenizerSession session = open(config, drawn(config))) {
            Segment segment = session.tokenize(second).segments().get(0);

            assertEquals(new Layout.Grid(rows, cols), segment.layout());
            assertEquals(0, segment.specialTokens());
        }
    }

    @Test
    void class_and_distillation_token_come_first_when_the_positions_have_rows_for_them() {
        // 32 mel bins and 46 frames are 2 x 4 patches.
        Map<String, Tensor> weights = new HashMap<>(drawn(SMALL));
        TokenSequence bare = tokens(SMALL, weights, noise());
        weights.put("cls_token", random(1, 1, 1, D));
        weights.put("dist_token", random(2, 1, 1, D));
        weights.put("pos_embed", random(3, 1, 10, D));

        TokenSequence whole = tokens(SMALL, weights, noise());

        assertEquals(2, whole.segments().get(0).specialTokens());
        float[] expected = weights.get("pos_embed").toArray();
        add(expected, weights.get("cls_token").toArray(), 0);
        add(expected, weights.get("dist_token").toArray(), D);
        add(expected, bare.tokens().toArray(), 2 * D);
        Within.assertClose("tokens", expected, whole.tokens().toArray(), 1e-6, 0);
    }

    @Test
    void rows_of_a_prefix_that_is_not_used_are_left_out() {
        Map<String, Tensor> weights = new HashMap<>(drawn(SMALL));
        weights.put("cls_token", random(1, 1, 1, D));
        weights.put("pos_embed", random(3, 1, 9, D));
        Map<String, Object> none = new HashMap<>(SMALL);
        none.put("prefix", "none");

        float[] with = tokens(SMALL, weights, noise()).tokens().toArray();
        float[] without = tokens(none, weights, noise()).tokens().toArray();

        assertArrayEquals(Arrays.copyOfRange(with, D, with.length), without);
    }

    @ParameterizedTest
    @CsvSource({"11, '', 'pos_grid'", "9, '', 'cls_token'", "8, cls, '0 rows'"})
    void positions_that_fit_no_grid_or_prefix_are_refused(
            int positions, String prefix, String culprit) {
        Map<String, Tensor> weights = new HashMap<>(drawn(SMALL));
        weights.put("pos_embed", random(3, 1, positions, D));
        Map<String, Object> config = new HashMap<>(SMALL);
        if (!prefix.isEmpty()) {
            config.put("prefix", prefix);
            weights.put("cls_token", random(1, 1, 1, D));
        }

        var refusal = assertThrows(MetaTransformerException.class, () -> open(config, weights));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains(culprit), refusal.getMessage());
    }

    @Test
    void the_pieces_of_a_long_sound_are_those_of_its_whole_spectrogram() {
        Input sound = SoundFiles.input("long.wav", SoundFiles.wav(1, 16, 2, 44_100, 66_000));
        float[] whole = values(sound, Map.of("mel_bins", 32, "frames", 0));
        int frames = whole.length / 32;

        for (int chunk = 0; chunk < 4; chunk++) {
            Map<String, Object> config = Map.of("mel_bins", 32, "frames", 46, "chunk", chunk);
            Spectrogram piece = prepare(sound, config);
            int there = Math.min(46, frames - chunk * 46);

            assertArrayEquals(
                    Arrays.copyOfRange(whole, chunk * 46 * 32, (chunk * 46 + there) * 32),
                    Arrays.copyOf(piece.values().get(), there * 32));
            assertEquals("" + chunk, piece.origin().fact("chunk").orElseThrow());
            assertEquals("4", piece.origin().fact("chunks").orElseThrow());
            assertEquals(
                    chunk * 0.46,
                    Double.parseDouble(piece.origin().fact("start_sec").orElseThrow()),
                    1e-9);
            assertTrue(piece.origin().truncated());
        }
    }

    @Test
    void samples_in_memory_are_a_file_of_the_same_samples() {
        byte[] file = SoundFiles.wav(1, 16, 2, 22_050, 20_000);
        Sound sound = Files.sound(file);
        float[] samples = new float[40_000];
        for (int channel = 0; channel < 2; channel++) {
            double[] one = Files.samples(sound, new Mix(channel));
            for (int i = 0; i < one.length; i++) {
                samples[channel * 20_000 + i] = (float) one[i];
            }
        }
        Input array = Input.of(Modality.AUDIO, Tensor.of(samples, 2, 20_000));
        Map<String, Object> weights = Map.of("source_rate_hz", 22_050);

        for (String mix : new String[] {"mean", "first", "index(1)"}) {
            Map<String, Object> config = new HashMap<>(weights);
            config.put("mix", mix);
            assertArrayEquals(
                    values(SoundFiles.input("same.wav", file), config), values(array, config));
        }
    }

    @Test
    void a_spectrogram_in_memory_is_cut_into_patches_and_nothing_else() {
        Map<String, Tensor> weights = drawn(SMALL);
        float[] prepared = values(noise(), SMALL);
        Input spectrogram = Input.of(Modality.AUDIO, Tensor.of(prepared, 46, 32));

        assertEquals(
                tokens(SMALL, weights, noise()).tokens(),
                tokens(SMALL, weights, spectrogram).tokens());
    }

    @Test
    void silence_and_clipped_sound_are_read() {
        byte[] silence = new byte[44 + 2 * 8_000];
        System.arraycopy(SoundFiles.wav(1, 16, 1, 16_000, 8_000), 0, silence, 0, 44);
        byte[] clipped = silence.clone();
        for (int i = 44; i < clipped.length; i += 2) {
            clipped[i] = (byte) (i % 64 < 32 ? 0xFF : 0);
            clipped[i + 1] = (byte) (i % 64 < 32 ? 0x7F : 0x80);
        }
        Map<String, Object> plain = Map.of("profile", "data2seq");

        for (float value : values(SoundFiles.input("silence.wav", silence), plain)) {
            assertEquals(Math.log(1.1920928955078125e-07), value, 1e-6);
        }
        for (float value : values(SoundFiles.input("clipped.wav", clipped), plain)) {
            assertTrue(Float.isFinite(value));
        }
    }

    @Test
    void a_kernel_of_three_channels_is_summed_when_asked_for() {
        Map<String, Object> config = new HashMap<>(SMALL);
        config.put("sum_rgb", true);
        Tensor rgb = random(1, D, 3, 16, 16);
        float[] values = rgb.toArray();
        float[] sums = new float[D * 256];
        for (int d = 0; d < D; d++) {
            for (int i = 0; i < 3 * 256; i++) {
                sums[d * 256 + i % 256] += values[d * 3 * 256 + i];
            }
        }
        Tensor gray = Tensor.of(sums, D, 1, 16, 16);

        Within.assertClose(
                "tokens",
                tokens(SMALL, Map.of("proj.weight", gray), noise()).tokens(),
                tokens(config, Map.of("proj.weight", rgb), noise()).tokens(),
                0,
                1e-6);
    }

    @Test
    void checkpoints_give_what_is_of_sound_under_any_of_their_names() {
        Map<String, Tensor> hf = new HashMap<>();
        String prefix = "audio_spectrogram_transformer.embeddings.";
        hf.put(prefix + "patch_embeddings.projection.weight", random(1, D, 1, 16, 16));
        hf.put(prefix + "patch_embeddings.projection.bias", random(1, D));
        hf.put(prefix + "cls_token", random(1, 1, 1, D));
        hf.put(prefix + "distillation_token", random(1, 1, 1, D));
        hf.put(prefix + "position_embeddings", random(1, 1, 1214, D));
        hf.put("audio_spectrogram_transformer.layernorm.weight", random(1, D));
        Golden reference = Files.golden("au03_trained_224x224");
        Map<String, Tensor> picture = Map.of("patch_embed.proj.weight", random(1, D, 3, 16, 16));

        Weights adopted = tokenizer.adopt(Weights.of(hf));

        assertEquals(
                Set.of("proj.weight", "proj.bias", "cls_token", "dist_token", "pos_embed"),
                adopted.names());
        try (TokenizerSession session =
                tokenizer.open(ModelPart.of("test", D, Map.of(), adopted))) {
            assertEquals(1214, session.tokenize(noise()).length());
        }
        assertEquals(5, tokenizer.adopt(reference.weights("weights.")).names().size());
        assertTrue(tokenizer.adopt(Weights.of(picture)).names().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "32, 400, speechcommands",
        "16, 1214, default",
        "16, 602, esc50",
        "16, 146, speechcommands-ast",
        "16, 77, ''"
    })
    void an_import_tells_the_kernel_and_by_the_positions_the_profile(
            int kernel, int positions, String profile) {
        Map<String, Tensor> checkpoint =
                Map.of(
                        "v.patch_embed.proj.weight",
                        random(1, D, 1, kernel, kernel),
                        "v.pos_embed",
                        random(1, 1, positions, D));

        Map<String, Object> told =
                tokenizer.configure(tokenizer.adopt(Weights.of(checkpoint)), Map.of());

        assertEquals(kernel, told.get("kernel"));
        assertEquals(profile, told.getOrDefault("profile", ""));
    }

    @Test
    void parts_of_another_tokenizer_in_a_checkpoint_are_an_error() {
        Map<String, Tensor> checkpoint =
                Map.of(
                        "v.patch_embed.proj.weight",
                        random(1, D, 1, 16, 16),
                        "v.patch_embed.norm.weight",
                        random(1, D));

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> tokenizer.adopt(Weights.of(checkpoint)));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("patch_embed.norm.weight"));
    }

    @Test
    void a_preview_shows_the_window_that_is_read_and_is_refused_as_tokens_are() {
        Input sound = SoundFiles.input("s.wav", SoundFiles.wav(1, 16, 2, 44_100, 66_000));
        try (TokenizerSession session = open(SMALL, drawn(SMALL))) {
            Preview preview = session.preview(sound.withOptions(Map.of("chunk", 1))).orElseThrow();

            assertEquals(
                    "1.50 s at 44100 Hz, 2 channels; 0.46 to 0.94 s are shown", preview.caption());
            String svg = StandardCharsets.UTF_8.decode(preview.bytes()).toString();
            assertTrue(svg.contains("data:image/png;base64,"), "a spectrogram");
            assertTrue(svg.contains("<path"), "a waveform");
            assertFalse(session.preview(Input.of(Modality.AUDIO, random(1, 46, 32))).isEmpty());
            Input none = SoundFiles.input("none.wav", SoundFiles.wav(1, 16, 1, 16_000, 0));
            var refusal = assertThrows(MetaTransformerException.class, () -> session.preview(none));
            assertEquals(ErrorCode.EMPTY_INPUT, refusal.code());
        }
    }

    @Test
    void a_whole_sound_may_be_shorter_than_a_patch_and_is_then_refused() {
        Map<String, Object> whole = Map.of("profile", "data2seq");
        Input brief = SoundFiles.input("brief.wav", SoundFiles.wav(1, 16, 1, 16_000, 2_000));
        try (TokenizerSession session = open(whole, drawn(whole))) {
            var refusal =
                    assertThrows(MetaTransformerException.class, () -> session.tokenize(brief));

            assertEquals(ErrorCode.TOO_SHORT, refusal.code());
            assertTrue(refusal.getMessage().contains("11 frames"), refusal.getMessage());
        }
    }

    @Test
    void a_spectrogram_too_large_to_hold_is_refused_before_it_is_made() {
        Map<String, Object> config =
                Map.of(
                        "mel_bins",
                        1024,
                        "frames",
                        1 << 20,
                        "time_stride",
                        1024,
                        "frequency_stride",
                        1024);
        try (TokenizerSession session = open(config, drawn(config))) {
            var refusal =
                    assertThrows(MetaTransformerException.class, () -> session.tokenize(noise()));

            assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
        }
    }

    @Test
    void a_patch_larger_than_the_spectrogram_is_refused_when_the_model_is_opened() {
        Map<String, Object> config = Map.of("mel_bins", 8);

        var refusal =
                assertThrows(MetaTransformerException.class, () -> open(config, drawn(config)));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
    }

    private static Input noise() {
        return SoundFiles.input("noise.wav", SoundFiles.wav(1, 16, 1, 16_000, 9_000));
    }

    private TokenSequence tokens(
            Map<String, Object> config, Map<String, Tensor> weights, Input input) {
        try (TokenizerSession session = open(config, weights)) {
            return session.tokenize(input);
        }
    }

    private TokenizerSession open(Map<String, Object> config, Map<String, Tensor> weights) {
        return tokenizer.open(ModelPart.of("test", D, config, Weights.of(weights)));
    }

    private float[] values(Input input, Map<String, Object> config) {
        return prepare(input, config).values().get();
    }

    private Spectrogram prepare(Input input, Map<String, Object> config) {
        return AudioSession.prepare(
                input, AudioOptions.from(Options.of(tokenizer.options(), config)));
    }

    private Map<String, Tensor> drawn(Map<String, Object> config) {
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : tokenizer.weights(Options.of(tokenizer.options(), config), D)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(1));
            }
        }
        return drawn;
    }

    private static Tensor random(long seed, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Tensor.of(values, shape);
    }

    private static void add(float[] sums, float[] more, int at) {
        for (int i = 0; i < more.length; i++) {
            sums[at + i] += more[i];
        }
    }
}
