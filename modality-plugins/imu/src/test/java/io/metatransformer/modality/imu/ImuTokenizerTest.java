package io.metatransformer.modality.imu;

import static io.metatransformer.modality.imu.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImuTokenizerTest {
    private static final int WIDTH = 16;
    private static final ImuTokenizer TOKENIZER = new ImuTokenizer();
    private static final String HEADER = "t,ax,ay,az,gx,gy,gz\n";

    @ParameterizedTest
    @CsvSource({"data2seq, 400, 0", "conv10, 391, 1", "patch, 50, 0"})
    void two_seconds_at_200_hz_become_as_many_tokens_as_the_embedding_says(
            String embedding, int tokens, int special) throws IOException {
        try (TokenizerSession session = open(Map.of("embedding", embedding))) {
            TokenSequence sequence = session.tokenize(ImuGoldenTest.input("imu.csv"));

            assertEquals(tokens, sequence.segments().get(0).layout().length());
            assertEquals(special, sequence.segments().get(0).specialTokens());
        }
    }

    @Test
    void where_the_window_lies_and_how_it_was_scaled_travels_along() throws IOException {
        try (TokenizerSession session = open(Map.of())) {
            Input late = ImuGoldenTest.input("imu.csv").withOptions(Map.of("start_sec", 2));

            Origin origin = session.tokenize(late).segments().get(0).origin();

            assertEquals("2.0", origin.fact("start_sec").orElseThrow());
            assertEquals("200.0", origin.fact("rate_hz").orElseThrow());
            assertEquals("400", origin.fact("samples").orElseThrow());
            assertTrue(Integer.parseInt(origin.fact("valid").orElseThrow()) < 200, "a padded end");
            assertEquals("instance", origin.fact("scaling").orElseThrow());
            assertArrayEquals(new int[] {6}, origin.arrays().get("mean").shape());
        }
    }

    @Test
    void units_and_the_unit_of_time_are_converted() {
        String seconds = HEADER + "0,1,0,0,180,0,0\n0.5,1,0,0,180,0,0\n";
        Map<String, Object> options = Map.of("accel_unit", "g", "gyro_unit", "deg/s");

        ImuSignal signal = reader(options).read(text(seconds));

        assertArrayEquals(new double[] {0, 500}, signal.times());
        assertEquals(9.80665, signal.values()[0]);
        assertEquals(Math.PI, signal.values()[3], 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp_us, 500, 0.5",
        "time_ns, 500000, 0.5",
        "TimeStamp_MS, 500, 500",
        "timestamp_s, 500, 500000",
        "canonical_timestamp_ms, 500, 500"
    })
    void the_name_of_the_times_says_their_unit(String column, String time, double milliseconds) {
        String table =
                HEADER.replace("t,", column + ",") + "0,1,1,1,1,1,1\n" + time + ",1,1,1,1,1,1\n";

        ImuSignal signal = reader(Map.of("max_gap_sec", 3600)).read(text(table));

        assertEquals(milliseconds, signal.times()[1], 1e-12);
    }

    @Test
    void arrays_are_read_in_either_order_at_the_rate_that_is_given() {
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        ImuReader reader = reader(Map.of("source_rate_hz", 50));

        ImuSignal rows = reader.read(Input.of(Modality.IMU, Tensor.of(values, 2, 6)));
        ImuSignal columns = reader.read(Input.of(Modality.IMU, Tensor.of(values, 6, 2)));

        assertArrayEquals(new double[] {0, 20}, rows.times());
        assertEquals(1, rows.values()[1]);
        assertEquals(2, columns.values()[1]);
    }

    @Test
    void a_table_without_times_needs_a_rate() {
        String table = "ax,ay,az,gx,gy,gz\n1,1,1,1,1,1\n2,2,2,2,2,2\n";

        assertRefused(
                ErrorCode.SCHEMA_MISMATCH,
                "source_rate_hz",
                () -> reader(Map.of()).read(text(table)));
        assertArrayEquals(
                new double[] {0, 10},
                reader(Map.of("source_rate_hz", 100)).read(text(table)).times());
    }

    @ParameterizedTest
    @CsvSource({"backwards.csv, BAD_TIMESTAMP", "no_gyro.csv, SCHEMA_MISMATCH"})
    void bad_files_are_refused_with_the_expected_code(String file, ErrorCode code)
            throws IOException {
        try (TokenizerSession session = open(Map.of())) {
            Input input = ImuGoldenTest.input("bad/" + file);

            assertRefused(code, file, () -> session.tokenize(input));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'0,1,1,1,1,1,1\n2,1,1,1,1,1,1\n', BAD_TIMESTAMP, a hole of 2",
        "'0,1,1,1,1,1,1\n0,1,1,1,1,1,1\n', BAD_TIMESTAMP, not after",
        "'0,1,1,1,1,1,1\n,1,1,1,1,1,1\n', BAD_TIMESTAMP, no time",
        "'0,1,1,1,1,1,1\n1e-9,1,1,1,1,1,1\n', LIMIT_EXCEEDED, max_rate_hz",
        "'0,1,1,1,1,1,1\n0.1,,1,1,1,1,1\n', NON_FINITE, ACCEL_X",
        "'0,1,1,1,1,1,1\n0.1,inf,1,1,1,1,1\n', NON_FINITE, inf",
        "'0,1,1,1,1,1,1\n0.1,1,1\n', MALFORMED, line 3",
        "'0,1,1,1,1,1,1\n', SHAPE_MISMATCH, at least 2 samples",
        "'', EMPTY_INPUT, no rows"
    })
    void recordings_that_cannot_be_trusted_are_refused(String rows, ErrorCode code, String words) {
        try (TokenizerSession session = open(Map.of())) {
            assertRefused(code, words, () -> session.tokenize(text(HEADER + rows)));
        }
    }

    @Test
    void gaps_are_filled_on_request() {
        String rows = "0,1,1,1,1,1,1\n0.1,,1,1,1,1,1\n0.2,3,1,1,1,1,1\n";

        try (TokenizerSession session = open(Map.of())) {
            Input gaps = text(HEADER + rows).withOptions(Map.of("missing", "linear"));
            Input whole = text(HEADER + rows.replace("0.1,,", "0.1,2,"));

            assertEquals(session.tokenize(whole).tokens(), session.tokenize(gaps).tokens());
        }
    }

    @Test
    void the_statistics_of_a_recording_can_be_learned() {
        String table = HEADER + "0,1,0,0,0,0,5\n0.1,3,0,0,0,0,5\n";

        Map<String, Object> learned =
                TOKENIZER.learn(text(table), Options.defaults(TOKENIZER.options()));

        assertEquals(List.of(2.0, 0.0, 0.0, 0.0, 0.0, 5.0), learned.get("mean"));
        assertEquals(List.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0), learned.get("std"));
    }

    @Test
    void two_columns_for_one_channel_are_refused() {
        String table = "t,ax,acc_x,ay,az,gx,gy,gz\n0,1,1,1,1,1,1,1\n";

        assertRefused(
                ErrorCode.SCHEMA_MISMATCH,
                "two columns for ACCEL_X",
                () -> reader(Map.of()).read(text(table)));
    }

    @Test
    void a_window_beyond_the_end_is_refused() throws IOException {
        for (String how : new String[] {"linear", "sinc", "none"}) {
            try (TokenizerSession session = open(Map.of())) {
                Input late =
                        ImuGoldenTest.input("imu.csv")
                                .withOptions(Map.of("start_sec", 10, "resampling", how));

                assertRefused(ErrorCode.SHAPE_MISMATCH, "start_sec", () -> session.tokenize(late));
            }
        }
    }

    @Test
    void without_resampling_the_window_has_the_samples_of_the_recording() throws IOException {
        try (TokenizerSession session = open(Map.of())) {
            Input asItIs =
                    ImuGoldenTest.input("imu.csv")
                            .withOptions(Map.of("resampling", "none", "duration_sec", 1));

            assertEquals(50, session.tokenize(asItIs).length(), 2);
        }
    }

    @Test
    void a_window_of_another_length_does_not_fit_learned_positions() throws IOException {
        try (TokenizerSession session = open(Map.of("embedding", "conv10"))) {
            Input shorter = ImuGoldenTest.input("imu.csv").withOptions(Map.of("duration_sec", 1));

            assertRefused(
                    ErrorCode.SHAPE_MISMATCH,
                    "positions for 400 samples, the window has 200",
                    () -> session.tokenize(shorter));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv10", "patch"})
    void a_window_shorter_than_one_token_is_refused(String embedding) throws IOException {
        Map<String, Object> config = Map.of("embedding", embedding, "duration_sec", 0.02);

        try (TokenizerSession session = open(config)) {
            Input input = ImuGoldenTest.input("imu.csv");

            assertRefused(ErrorCode.SHAPE_MISMATCH, "at least", () -> session.tokenize(input));
        }
    }

    @Test
    void a_window_of_too_many_tokens_is_refused_before_it_is_made() throws IOException {
        try (TokenizerSession session = open(Map.of("max_tokens", 399))) {
            Input input = ImuGoldenTest.input("imu.csv");

            assertRefused(ErrorCode.LIMIT_EXCEEDED, "400 samples", () -> session.tokenize(input));
        }
    }

    @Test
    void onellm_and_the_reference_give_their_own_tensors() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        Tensor ten = Tensor.of(new float[60], 1, 6, 10);
        Tensor three = Tensor.of(new float[18], 1, 6, 3);
        Tensor seven = Tensor.of(new float[21], 1, 7, 3);

        assertEquals(
                Set.of("conv1.imu.weight", "positional_embedding.imu", "class_embedding"),
                TOKENIZER
                        .adopt(
                                Weights.of(
                                        Map.of(
                                                "llma.conv1.imu.weight", ten,
                                                "llma.positional_embedding.imu", any,
                                                "llma.clip.visual.class_embedding", any,
                                                "llma.conv1.image.weight", any)))
                        .names());
        assertEquals(
                Set.of("value_embedding.tokenConv.weight"),
                TOKENIZER
                        .adopt(
                                Weights.of(
                                        Map.of(
                                                "enc_embedding.value_embedding.tokenConv.weight",
                                                        three,
                                                "visual.class_embedding", any)))
                        .names());
        assertEquals(
                Set.of(),
                TOKENIZER
                        .adopt(
                                Weights.of(
                                        Map.of(
                                                "enc_embedding.value_embedding.tokenConv.weight",
                                                seven)))
                        .names(),
                "a forecaster of seven channels");
    }

    @Test
    void recordings_are_recognised_by_their_columns() {
        assertTrue(
                TOKENIZER.recognises(
                        bytes("TIMESTAMP_MS,accl_x,accl_y,accl_z,gyro_x,gyro_y,gyro_z\n")));
        assertFalse(TOKENIZER.recognises(bytes("date,a,b\n")));
    }

    @Test
    void six_channels_are_drawn_in_their_units() throws IOException {
        try (TokenizerSession session = open(Map.of())) {
            Preview preview =
                    session.preview(
                                    ImuGoldenTest.input("imu.csv")
                                            .withOptions(Map.of("start_sec", 1)))
                            .orElseThrow();

            String svg = StandardCharsets.UTF_8.decode(preview.bytes()).toString();
            assertEquals(6, svg.split("<path").length - 1, "a line for each channel");
            assertTrue(svg.contains(">accel x<") && svg.contains(">gyro z<"), svg);
            assertTrue(
                    preview.caption().contains("150 samples")
                            && preview.caption().contains("tokens see 1.00 s to 3.00 s"),
                    preview.caption());
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_drawn() throws IOException {
        try (TokenizerSession session = open(Map.of())) {
            Input input = ImuGoldenTest.input("bad/no_gyro.csv");

            assertRefused(ErrorCode.SCHEMA_MISMATCH, "no_gyro", () -> session.preview(input));
        }
    }

    @Test
    void adopted_tensors_tell_the_embedding_and_the_window_that_they_are_for() {
        Map<String, Tensor> onellm =
                Map.of(
                        "conv1.imu.weight", Tensor.of(new float[120], 2, 6, 10),
                        "positional_embedding.imu", Tensor.of(new float[784], 392, 2),
                        "class_embedding", Tensor.of(new float[2], 2));
        Map<String, Tensor> reference =
                Map.of("value_embedding.tokenConv.weight", Tensor.of(new float[36], 2, 6, 3));

        Map<String, Object> told = TOKENIZER.configure(Weights.of(onellm), Map.of());

        assertEquals(Map.of("embedding", "conv10", "rate_hz", 200.0, "duration_sec", 2.0), told);
        Options options = Options.of(TOKENIZER.options(), told);
        Weights.of(onellm).require("imu", TOKENIZER.weights(options, 2));
        assertEquals(
                Map.of("embedding", "data2seq"),
                TOKENIZER.configure(Weights.of(reference), Map.of()));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Input text(String text) {
        return Input.of(Modality.IMU, bytes(text));
    }

    private static ImuReader reader(Map<String, Object> options) {
        return new ImuReader(Options.of(ImuOptions.declared(), options));
    }

    private static TokenizerSession open(Map<String, Object> config) {
        Options options = Options.of(TOKENIZER.options(), config);
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(options, WIDTH)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(7));
            }
        }
        return TOKENIZER.open(ModelPart.of("test/imu", WIDTH, config, Weights.of(drawn)));
    }
}
