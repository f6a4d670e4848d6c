package io.metatransformer.modality.timeseries;

import static io.metatransformer.modality.timeseries.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesReaderTest {
    private static final double GAP = Double.NaN;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,a,b\n2021-02-01 00:00,1,2\n2021-02-01 01:00,,4\n",
                "\uFEFFdate,a,b\r\n2021-02-01T00:00,1,2\r\n2021-02-01T01:00,?,4\r\n",
                "a,date,b\n1,2021-02-01 00:00,2\nNA,2021-02-01 01:00,4\n",
                "when,a,b\n2021-02-01 00:00,1,2\n2021-02-01 01:00,nan,4\n",
                "{\"values\":[[1,2],[null,4]],\"channels\":[\"a\",\"b\"],"
                        + "\"timestamps\":[\"2021-02-01 00:00\",\"2021-02-01 01:00\"]}",
                "[{\"date\":\"2021-02-01 00:00\",\"a\":1,\"b\":2},"
                        + " {\"b\":4,\"a\":null,\"date\":\"2021-02-01 01:00\"}]",
            })
    void one_series_is_read_alike_from_every_form(String text) {
        RawSeries series = read(Map.of("channels", 2), text);

        assertEquals(List.of("a", "b"), series.channels());
        assertArrayEquals(new double[] {1, 2, GAP, 4}, series.values());
        assertEquals("2021-02-01T01:00", series.times().orElseThrow().at(1).toString());
    }

    @Test
    void a_file_without_header_or_times_numbers_its_channels() {
        RawSeries series =
                read(Map.of("channels", 2, "header", false, "separator", ";"), "1;2\n3;4\n");

        assertEquals(List.of("c0", "c1"), series.channels());
        assertArrayEquals(new double[] {1, 2, 3, 4}, series.values());
        assertEquals(Optional.empty(), series.times());
    }

    @Test
    void a_plain_list_of_numbers_is_one_channel() {
        assertArrayEquals(new double[] {1, GAP, 3}, read(Map.of(), "[1, null, 3]").values());
    }

    @Test
    void the_declared_distance_of_steps_is_kept() {
        RawSeries series = read(Map.of(), "{\"frequency\":\"15min\",\"values\":[[1],[2]]}");

        assertEquals(900, series.declaredStep().orElseThrow());
    }

    @Test
    void the_target_goes_to_the_last_place() {
        RawSeries series = read(Map.of("channels", 3, "target", "a"), "a,b,c\n1,2,3\n4,5,6\n");

        assertEquals(List.of("b", "c", "a"), series.channels());
        assertArrayEquals(new double[] {2, 3, 1, 5, 6, 4}, series.values());
        assertRefused(
                ErrorCode.SCHEMA_MISMATCH, "target", () -> read(Map.of("target", "z"), "a\n1\n"));
    }

    @Test
    void another_number_of_channels_is_refused_with_both_numbers() {
        for (String text :
                List.of("a,b\n1,2\n", "[[1,2]]", "[{\"a\":1,\"b\":2}]", "{\"values\":[[1,2]]}")) {
            assertRefused(
                    ErrorCode.SHAPE_MISMATCH,
                    "2 channels, the model reads 3",
                    () -> read(Map.of("channels", 3), text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"date,v\n", "[]", "{\"values\":[]}", " \n", "v\n"})
    void a_series_without_steps_is_empty_input(String text) {
        assertRefused(ErrorCode.EMPTY_INPUT, "", () -> read(Map.of(), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,a\n2021-02-01 00:00\n",
                "date,a\n2021-02-01 00:00,\"1\n",
                "[[1],[2,3]]",
                "{\"values\":[[1],[2]]",
                "[1,2] 3",
            })
    void broken_structure_is_malformed(String text) {
        assertRefused(ErrorCode.MALFORMED, "series", () -> read(Map.of(), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,a\n2021-02-01 00:00,high\n",
                "a,a\n1,2\n",
                "2021-02-01 00:00,1\n2021-02-01 01:00,2\n",
                "[{\"a\":1},{\"b\":1}]",
                "[{\"a\":1},{}]",
                "[{\"a\":[1]}]",
                "[{}]",
                "[\"a\"]",
                "{\"values\":[[1]],\"unit\":\"m\"}",
                "{\"frequency\":\"h\"}",
                "{\"values\":5}",
            })
    void wrong_columns_and_words_for_numbers_are_told_apart_from_broken_structure(String text) {
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "series", () -> read(Map.of("channels", 1), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,a\n03/04/2021,1\n",
                "when,a\n03/04/2021,1\n",
                "date,a\n2021-02-01 01:00,1\n2021-02-01 00:00,2\n",
                "date,a\n2021-02-01 01:00,1\n2021-02-01 01:00,2\n",
                "date,a\n2021-02-01 01:00,1\n2021-02-01 02:00Z,2\n",
                "date,a\n,1\n",
                "{\"values\":[[1]],\"timestamps\":[true]}",
            })
    void times_that_cannot_be_read_or_do_not_increase_are_refused(String text) {
        assertRefused(ErrorCode.BAD_TIMESTAMP, "series", () -> read(Map.of(), text));
    }

    @Test
    void times_for_only_some_steps_are_refused_with_both_numbers() {
        assertRefused(
                ErrorCode.SHAPE_MISMATCH,
                "1 timestamps for 2 steps",
                () -> read(Map.of(), "{\"values\":[[1],[2]],\"timestamps\":[1612184400]}"));
    }

    @Test
    void order_is_that_of_instants_whatever_the_clock_shows() {
        // The clock goes back at 01:00 UTC: 02:30, then 02:00 an hour and a half later.
        String repeatedHour = "date,a\n2021-10-31T02:30:00+02:00,1\n2021-10-31T02:00:00+01:00,2\n";

        assertEquals(2, read(Map.of(), repeatedHour).steps());
    }

    @Test
    void steps_are_sorted_or_kept_on_request() {
        String backwards = "date,a\n2021-02-01 01:00,1\n2021-02-01 00:00,2\n";

        assertArrayEquals(new double[] {2, 1}, read(Map.of("order", "sort"), backwards).values());
        assertArrayEquals(new double[] {1, 2}, read(Map.of("order", "keep"), backwards).values());
    }

    @Test
    void a_column_of_times_can_be_named_or_denied() {
        String epoch = "n,t\n1,1612184400\n";

        assertEquals(List.of("n"), read(Map.of("timestamp_column", "t"), epoch).channels());
        assertEquals(
                2,
                read(Map.of("timestamp_column", "", "channels", 2), "t,n\n1612184400,1\n")
                        .channels()
                        .size());
        assertRefused(
                ErrorCode.SCHEMA_MISMATCH,
                "no column 'when'",
                () -> read(Map.of("timestamp_column", "when"), epoch));
    }

    @Test
    void infinity_is_refused_in_every_form() {
        assertRefused(ErrorCode.NON_FINITE, "line 2", () -> read(Map.of(), "a\ninf\n"));
        assertRefused(ErrorCode.NON_FINITE, "line 1", () -> read(Map.of(), "[1e999]"));
        Input tensor =
                Input.of(
                        Modality.TIME_SERIES,
                        Tensor.of(new float[] {1, Float.POSITIVE_INFINITY}, 2, 1));
        assertRefused(ErrorCode.NON_FINITE, "step 1", () -> read(Map.of(), tensor));
    }

    @Test
    void numbers_need_two_axes() {
        assertRefused(
                ErrorCode.SHAPE_MISMATCH,
                "[1, 1, 1]",
                () ->
                        read(
                                Map.of(),
                                Input.of(Modality.TIME_SERIES, Tensor.of(new float[1], 1, 1, 1))));
    }

    @Test
    void bytes_of_another_kind_are_told_which_formats_are_read() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 13};

        assertRefused(
                ErrorCode.UNSUPPORTED_FORMAT,
                "CSV, JSON or NPY",
                () -> read(Map.of(), Input.of(Modality.TIME_SERIES, png).named("series")));
    }

    @Test
    void more_steps_than_the_limit_are_refused_while_reading() {
        SeriesReader reader = new SeriesReader(options(Map.of()), SeriesLimits.WIDEST.withSteps(2));

        assertRefused(
                ErrorCode.LIMIT_EXCEEDED, "more than 2 steps", () -> reader.read(input("[1,2,3]")));
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "more than 2 steps",
                () -> reader.read(input("a\n1\n2\n3\n")));
    }

    private static RawSeries read(Map<String, ?> options, String text) {
        return read(options, input(text));
    }

    private static RawSeries read(Map<String, ?> options, Input input) {
        return new SeriesReader(options(options), SeriesLimits.WIDEST).read(input);
    }

    private static Options options(Map<String, ?> options) {
        return Options.of(SeriesOptions.declared(), new HashMap<>(options));
    }

    private static Input input(String text) {
        return Input.of(Modality.TIME_SERIES, text.getBytes(StandardCharsets.UTF_8))
                .named("series");
    }
}
