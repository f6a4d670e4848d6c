package io.metatransformer.modality.timeseries;

import static io.metatransformer.modality.timeseries.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.series.Times;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSeriesTokenizerTest {
    private static final int WIDTH = 32;
    private static final TimeSeriesTokenizer TOKENIZER = new TimeSeriesTokenizer();

    @Test
    void a_file_becomes_a_token_per_step() throws IOException {
        try (TokenizerSession session = open(Map.of("channels", 4))) {
            TokenSequence tokens = session.tokenize(resource("hourly.csv"));

            assertEquals(96, tokens.length());
            assertEquals(WIDTH, tokens.width());
            assertEquals(new Layout.Series(96), tokens.segments().get(0).layout());
        }
    }

    @Test
    void what_a_forecast_needs_to_be_scaled_back_travels_along() throws IOException {
        try (TokenizerSession session = open(Map.of("channels", 4))) {
            Origin origin = session.tokenize(resource("hourly.csv")).segments().get(0).origin();

            assertEquals("hourly.csv", origin.name());
            assertEquals("2016-12-28T00:00", origin.fact("first_time").orElseThrow());
            assertEquals("3600.0", origin.fact("step_seconds").orElseThrow());
            assertEquals("instance", origin.fact("scaling").orElseThrow());
            assertEquals("h", origin.fact("frequency").orElseThrow());
            assertEquals("OT", origin.fact("channel.3").orElseThrow());
            assertArrayEquals(new int[] {4}, origin.arrays().get("mean").shape());
            assertArrayEquals(new int[] {4}, origin.arrays().get("std").shape());
            assertFalse(origin.truncated());
        }
    }

    @Test
    void the_values_that_the_encoder_read_their_gaps_and_their_times_travel_along() {
        String file = "date,a,b\n2024-11-01,1,5\n2024-12-01,,5\n2025-01-01,3,5\n";
        try (TokenizerSession session = open(Map.of("channels", 2, "scaling", "none"))) {
            Origin origin = session.tokenize(text(file)).segments().get(0).origin();

            assertArrayEquals(
                    new float[] {1, 5, 2, 5, 3, 5}, origin.arrays().get(Origin.SCALED).toArray());
            assertArrayEquals(
                    new float[] {0, 0, 1, 0, 0, 0}, origin.arrays().get(Origin.GAPS).toArray());
            Times times = Times.of(origin.arrays().get(Origin.TIMES));
            assertEquals("2025-01-01T00:00", times.at(2).toString());
            assertEquals("P1M", origin.fact(Origin.STEP).orElseThrow());
        }
    }

    @Test
    void a_segment_of_one_channel_keeps_the_values_of_that_channel_alone() {
        Map<String, Object> config =
                Map.of(
                        "channels", 2,
                        "embedding", "patches",
                        "patch_length", 2,
                        "patch_stride", 1,
                        "scaling", "none");
        try (TokenizerSession session = open(config)) {
            List<Segment> segments = session.tokenize(text("[[1,2],[3,5],[4,1]]")).segments();

            assertArrayEquals(
                    new float[] {2, 5, 1},
                    segments.get(1).origin().arrays().get(Origin.SCALED).toArray());
        }
    }

    @Test
    void a_request_may_have_the_last_steps_alone_read() {
        try (TokenizerSession session = open(Map.of("max_tokens", 2))) {
            TokenSequence last =
                    session.tokenize(text("a\n1\n2\n3\n4\n").withOptions(Map.of("last", 2)));

            assertEquals(session.tokenize(text("a\n3\n4\n")).tokens(), last.tokens());
            assertFalse(last.segments().get(0).origin().truncated());
        }
    }

    @Test
    void the_same_numbers_give_the_same_tokens_from_csv_json_npy_and_memory() {
        try (TokenizerSession session = open(Map.of("channels", 2))) {
            Tensor expected = session.tokenize(text("a,b\n1,2\n3,5\n4,1\n")).tokens();

            assertEquals(expected, session.tokenize(text("[[1,2],[3,5],[4,1]]")).tokens());
            assertEquals(
                    expected,
                    session.tokenize(
                                    Input.of(
                                            Modality.TIME_SERIES,
                                            Tensor.of(new float[] {1, 2, 3, 5, 4, 1}, 3, 2)))
                            .tokens());
            assertEquals(expected, session.tokenize(npy(1, 2, 3, 5, 4, 1)).tokens());
        }
    }

    @Test
    void times_change_the_tokens_unless_the_model_leaves_them_out() {
        String timed = "date,a\n2021-02-01 00:00,1\n2021-02-01 01:00,2\n";
        String untimed = "a\n1\n2\n";

        try (TokenizerSession reads = open(Map.of());
                TokenizerSession ignores = open(Map.of("temporal", "none"))) {
            assertNotEquals(
                    reads.tokenize(text(timed)).tokens(), reads.tokenize(text(untimed)).tokens());
            assertEquals(
                    ignores.tokenize(text(timed)).tokens(),
                    ignores.tokenize(text(untimed)).tokens());
        }
    }

    @Test
    void with_automatic_frequency_only_the_features_of_the_step_count() {
        String hourly = "date,a\n2021-02-01 00:00:00,1\n2021-02-01 01:00:00,2\n";
        String sameHours = "date,a\n2021-02-01 00:59:59,1\n2021-02-01 01:59:59,2\n";
        String nextDay = "date,a\n2021-02-02 00:00:00,1\n2021-02-02 01:00:00,2\n";

        try (TokenizerSession session = open(Map.of())) {
            Tensor tokens = session.tokenize(text(hourly)).tokens();

            assertEquals(tokens, session.tokenize(text(sameHours)).tokens());
            assertNotEquals(tokens, session.tokenize(text(nextDay)).tokens());
        }
    }

    @Test
    void patches_of_every_channel_are_a_segment() {
        Map<String, Object> config =
                Map.of(
                        "channels", 2,
                        "embedding", "patches",
                        "patch_length", 2,
                        "patch_stride", 1);

        try (TokenizerSession session = open(config)) {
            List<Segment> segments = session.tokenize(text("a,b\n1,2\n3,5\n4,1\n")).segments();

            assertEquals(2, segments.size());
            assertEquals(new Layout.Series(3), segments.get(1).layout());
            assertEquals("1", segments.get(1).origin().fact("channel").orElseThrow());
        }
    }

    @Test
    void a_series_shorter_than_a_patch_is_refused_with_the_length_it_needs() {
        Map<String, Object> config = Map.of("embedding", "patches");

        try (TokenizerSession session = open(config)) {
            assertEquals(1, session.tokenize(text("[1,2,3,4,5,6,7,8]")).length());
            assertRefused(
                    ErrorCode.SHAPE_MISMATCH,
                    "at least 8",
                    () -> session.tokenize(text("[1,2,3,4,5,6,7]")));
        }
    }

    @ParameterizedTest
    @CsvSource({"end, 1.0, 2.0", "start, 2.0, 3.0"})
    void a_series_that_is_too_long_is_cut_only_on_request(
            String truncate, double first, double second) {
        Map<String, Object> config = Map.of("max_tokens", 2, "scaling", "none");

        try (TokenizerSession session = open(config)) {
            Input series = text("[1,2,3]");
            TokenSequence cut = session.tokenize(series.withOptions(Map.of("truncate", truncate)));

            assertEquals(
                    session.tokenize(text("[" + first + "," + second + "]")).tokens(),
                    cut.tokens());
            assertTrue(cut.segments().get(0).origin().truncated());
            assertRefused(ErrorCode.LIMIT_EXCEEDED, "more than 2", () -> session.tokenize(series));
        }
    }

    @Test
    void the_most_tokens_of_patches_are_kept_to_exactly() {
        Map<String, Object> config =
                Map.of(
                        "embedding", "patches",
                        "patch_length", 4,
                        "patch_stride", 3,
                        "max_tokens", 2);

        try (TokenizerSession session = open(config)) {
            assertEquals(2, session.tokenize(text("[1,2,3,4,5,6]")).length());
            assertRefused(
                    ErrorCode.LIMIT_EXCEEDED,
                    "more than 6",
                    () -> session.tokenize(text("[1,2,3,4,5,6,7]")));
        }
    }

    @ParameterizedTest
    @CsvSource({"february30.csv, BAD_TIMESTAMP", "ragged_series.csv, MALFORMED"})
    void bad_files_are_refused_with_the_expected_code(String file, ErrorCode code)
            throws IOException {
        Map<String, Object> config = Map.of("channels", file.startsWith("ragged") ? 2 : 1);

        try (TokenizerSession session = open(config)) {
            Input input = resource("bad/" + file);

            assertRefused(code, file, () -> session.tokenize(input));
        }
    }

    @Test
    void a_channel_without_any_value_is_refused_however_gaps_are_filled() {
        try (TokenizerSession session = open(Map.of("channels", 2))) {
            for (String how : List.of("linear", "zero", "error")) {
                Input input = text("a,b\n1,\n2,\n").withOptions(Map.of("missing", how));
                assertRefused(ErrorCode.NON_FINITE, "'b'", () -> session.tokenize(input));
            }
        }
    }

    @Test
    void values_too_large_for_a_float_are_refused() {
        try (TokenizerSession session = open(Map.of("scaling", "none"))) {
            assertRefused(
                    ErrorCode.NON_FINITE, "too large", () -> session.tokenize(text("[1e300, 1]")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "q"})
    void years_and_quarters_are_not_supported(String frequency) {
        assertRefused(
                ErrorCode.UNSUPPORTED,
                "'" + frequency + "'",
                () -> TOKENIZER.open(part(Map.of("frequency", frequency), Weights.none())));
    }

    @Test
    void sinusoids_are_refused_for_an_odd_width() {
        ModelPart odd = ModelPart.of("m", 33, Map.of(), Weights.none());

        assertRefused(ErrorCode.BAD_CONFIG, "33", () -> TOKENIZER.open(odd));
    }

    @Test
    void the_statistics_of_a_training_series_can_be_learned() throws IOException {
        Golden golden = PreparationGoldenTest.golden("hourly_prep");
        String trainingPart =
                StandardCharsets.UTF_8
                        .decode(resource("hourly.csv").bytes(1 << 20))
                        .toString()
                        .lines()
                        .limit(1 + 64)
                        .collect(Collectors.joining("\n"));
        Options options = Options.of(TOKENIZER.options(), Map.of("channels", 4));

        Map<String, Object> learned = TOKENIZER.learn(text(trainingPart), options);

        Options scaled = Options.of(TOKENIZER.options(), learned);
        for (int channel = 0; channel < 4; channel++) {
            assertEquals(
                    golden.doubles("output.standard_mean")[channel],
                    scaled.numbers("mean").get(channel),
                    1e-12);
            assertEquals(
                    golden.doubles("output.standard_std")[channel],
                    scaled.numbers("std").get(channel),
                    1e-12);
        }
    }

    @Test
    void statistics_must_be_one_per_channel() {
        try (TokenizerSession session = open(Map.of())) {
            Input input =
                    text("[1,2]").withOptions(Map.of("mean", List.of(1, 2), "std", List.of(1)));

            assertRefused(ErrorCode.BAD_CONFIG, "'mean'", () -> session.tokenize(input));
        }
    }

    @Test
    void a_checkpoint_gives_the_tensors_of_its_encoder_side() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        Weights checkpoint =
                Weights.of(
                        Map.of(
                                "enc_embedding.value_embedding.tokenConv.weight", any,
                                "enc_embedding.temporal_embedding.embed.weight", any,
                                "enc_embedding.position_embedding.pe", any,
                                "dec_embedding.value_embedding.tokenConv.weight", any,
                                "decoder.projection.weight", any));

        assertEquals(
                Set.of(
                        "value_embedding.tokenConv.weight",
                        "temporal_embedding.embed.weight",
                        "position_embedding.pe"),
                TOKENIZER.adopt(checkpoint).names());
    }

    @Test
    void series_are_recognised_by_content() {
        for (String series :
                List.of(
                        "{\"values\": [[1]]}",
                        "date,a\n2021-02-01 00:00,1\n",
                        "\u0093NUMPY\u0001")) {
            assertTrue(TOKENIZER.recognises(bytes(series)), series);
        }
        for (String other : List.of("", "a,b\n1,2\n", "{\"num_nodes\":1}", "hello")) {
            assertFalse(TOKENIZER.recognises(bytes(other)), other);
        }
    }

    @Test
    void adopted_tensors_tell_channels_and_how_times_enter() {
        Map<String, Tensor> hourly =
                Map.of(
                        "value_embedding.tokenConv.weight", Tensor.of(new float[42], 2, 7, 3),
                        "temporal_embedding.embed.weight", Tensor.of(new float[8], 2, 4));
        Map<String, Tensor> tables =
                Map.of(
                        "value_embedding.tokenConv.weight", Tensor.of(new float[6], 2, 1, 3),
                        "temporal_embedding.hour_embed.weight", Tensor.of(new float[48], 24, 2),
                        "temporal_embedding.minute_embed.weight", Tensor.of(new float[8], 4, 2));
        Map<String, Tensor> patches =
                Map.of("patch_embedding.value_embedding.weight", Tensor.of(new float[24], 2, 12));

        assertEquals(
                Map.of("channels", 7, "temporal", "timeF", "frequency", "h"),
                TOKENIZER.configure(Weights.of(hourly), Map.of()));
        assertEquals(
                Map.of("channels", 1, "temporal", "learned", "frequency", "t"),
                TOKENIZER.configure(Weights.of(tables), Map.of()));
        assertEquals(
                Map.of("embedding", "patches", "patch_length", 12),
                TOKENIZER.configure(Weights.of(patches), Map.of()));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void channels_are_drawn_as_lines_with_their_names_and_times() {
        String table =
                "date,load,<b>temp\n2021-02-01 00:00:00,1,5\n2021-02-01 01:00:00,,6\n2021-02-01"
                        + " 02:00:00,3,7\n";
        try (TokenizerSession session = open(Map.of("channels", 2))) {
            Input input = Input.of(Modality.TIME_SERIES, table.getBytes(StandardCharsets.UTF_8));

            Preview preview = session.preview(input).orElseThrow();

            String svg = StandardCharsets.UTF_8.decode(preview.bytes()).toString();
            assertTrue(svg.contains(">load<") && svg.contains("&lt;b&gt;temp"), svg);
            assertEquals(2, svg.split("<path").length - 1, "a line for each channel");
            assertEquals(
                    "3 steps of 2 channels, 2021-02-01T00:00 to 2021-02-01T02:00, missing values: 1",
                    preview.caption());
        }
    }

    @Test
    void answers_are_drawn_beside_the_values_of_the_file_with_their_gaps_and_times() {
        String table = "date,a,b\n2021-02-01,1,5\n2021-02-02,,6\n2021-02-03,3,7\n";
        try (TokenizerSession session = open(Map.of("channels", 2))) {
            Input input = Input.of(Modality.TIME_SERIES, table.getBytes(StandardCharsets.UTF_8));

            var series = (Backdrop.Series) session.backdrop(input, 100).orElseThrow();

            assertEquals(List.of("a", "b"), series.names());
            assertArrayEquals(new float[] {1, 5, Float.NaN, 6, 3, 7}, series.values().toArray());
            assertEquals("2021-02-03T00:00", series.times().get(2));
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_drawn() {
        try (TokenizerSession session = open(Map.of("channels", 2))) {
            Input ragged =
                    Input.of(
                            Modality.TIME_SERIES,
                            "date,a,b\n2021-02-01,1\n".getBytes(StandardCharsets.UTF_8));

            assertRefused(ErrorCode.MALFORMED, "line 2", () -> session.preview(ragged));
        }
    }

    private static TokenizerSession open(Map<String, Object> config) {
        return TOKENIZER.open(part(config, drawn(config)));
    }

    private static ModelPart part(Map<String, Object> config, Weights weights) {
        return ModelPart.of("test/time-series", WIDTH, config, weights);
    }

    private static Weights drawn(Map<String, Object> config) {
        Options options = Options.of(TOKENIZER.options(), config);
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(options, WIDTH)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(7));
            }
        }
        return Weights.of(drawn);
    }

    private static Input text(String text) {
        return Input.of(Modality.TIME_SERIES, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Input npy(float... values) {
        String header = "{'descr': '>f4', 'fortran_order': False, 'shape': (3, 2), }";
        ByteBuffer file =
                ByteBuffer.allocate(10 + header.length() + 4 * values.length)
                        .put(bytes("\u0093NUMPY\u0001\u0000"))
                        .put((byte) header.length())
                        .put((byte) 0)
                        .put(bytes(header));
        for (float value : values) {
            file.putFloat(value);
        }
        return Input.of(Modality.TIME_SERIES, file.flip());
    }

    private static Input resource(String file) throws IOException {
        try (var in =
                TimeSeriesTokenizerTest.class.getResourceAsStream("/golden/time-series/" + file)) {
            return Input.read(Modality.TIME_SERIES, in, 1 << 20).named(file);
        }
    }
}
