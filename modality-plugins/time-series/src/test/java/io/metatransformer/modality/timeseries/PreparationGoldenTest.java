package io.metatransformer.modality.timeseries;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.series.Calendar;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import io.metatransformer.series.Times;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files to prepared series, against the reference's data loaders. */
class PreparationGoldenTest {
    private static final Golden HOURLY = golden("hourly_prep");
    private static final Golden QUARTERS = golden("quarterhour_prep");

    @Test
    void gaps_are_where_the_file_has_no_value() throws IOException {
        RawSeries series = read("hourly.csv", Map.of("channels", 4));

        long[] missing =
                DoubleStream.of(series.values()).mapToLong(v -> Double.isNaN(v) ? 1 : 0).toArray();

        assertArrayEquals(HOURLY.longs("output.missing_mask"), missing);
        assertEquals(List.of("ch0", "ch1", "ch2", "OT"), series.channels());
    }

    @Test
    void gaps_are_filled_along_lines() throws IOException {
        RawSeries series = read("hourly.csv", Map.of("channels", 4));

        double[] filled =
                MissingValues.fill("hourly", "linear", series.values(), series.channels());

        assertClose("filled", HOURLY.doubles("output.filled"), filled, 1e-12, 0);
    }

    @Test
    void values_are_standardised_by_the_statistics_of_the_training_part() {
        double[] filled = HOURLY.doubles("output.filled");
        Options options =
                options(
                        Map.of(
                                "channels", 4,
                                "mean", list(HOURLY.doubles("output.standard_mean")),
                                "std", list(HOURLY.doubles("output.standard_std"))));

        Scaling scaling = Scaling.from(options, filled, 4, "instance");

        assertEquals("standard", scaling.kind());
        assertClose(
                "standardised",
                HOURLY.doubles("output.standardised"),
                scaling.scale(filled),
                1e-12,
                1e-12);
    }

    @Test
    void values_are_scaled_by_their_own_statistics_where_none_are_given() {
        double[] filled = HOURLY.doubles("output.filled");

        Scaling scaling = Scaling.from(options(Map.of("channels", 4)), filled, 4, "instance");

        assertEquals("instance", scaling.kind());
        assertClose("mean", HOURLY.doubles("output.instance_mean"), scaling.mean(), 5e-6, 1e-6);
        assertClose("std", HOURLY.doubles("output.instance_std"), scaling.deviation(), 5e-6, 1e-6);
        assertClose("instance", HOURLY.doubles("output.instance"), scaling.scale(filled), 5e-6, 0);
    }

    @Test
    void marks_are_the_calendar_of_every_step() throws IOException {
        Times hourly = read("hourly.csv", Map.of("channels", 4)).times().orElseThrow();
        Times quarters = read("quarterhour_iso.csv", Map.of("channels", 3)).times().orElseThrow();

        assertArrayEquals(HOURLY.ints("output.marks"), Calendar.marks(hourly));
        assertArrayEquals(QUARTERS.ints("output.marks"), Calendar.marks(quarters));
    }

    @ParameterizedTest
    @EnumSource
    void every_frequency_has_its_features(Frequency frequency) throws IOException {
        Times times = read("hourly.csv", Map.of("channels", 4)).times().orElseThrow();

        double[] features = Calendar.features(times, frequency.features(), frequency.features());

        assertClose(
                frequency.word(),
                HOURLY.doubles("output.timef_" + frequency.word()),
                features,
                1e-12,
                0);
    }

    @Test
    void the_distance_of_steps_chooses_the_features() throws IOException {
        RawSeries quarters = read("quarterhour_iso.csv", Map.of("channels", 3));
        Times times = quarters.times().orElseThrow();

        Frequency frequency = Frequency.ofStep(times.medianStep());

        assertEquals(Frequency.T, frequency);
        assertClose("values", QUARTERS.doubles("output.values"), quarters.values(), 1e-12, 0);
        assertClose(
                "timef_t",
                QUARTERS.doubles("output.timef_t"),
                Calendar.features(times, frequency.features(), frequency.features()),
                1e-12,
                0);
    }

    static Golden golden(String name) {
        return Golden.read(
                PreparationGoldenTest.class, "/golden/time-series/" + name + ".safetensors");
    }

    private static RawSeries read(String file, Map<String, Object> options) throws IOException {
        try (var in =
                PreparationGoldenTest.class.getResourceAsStream("/golden/time-series/" + file)) {
            Input input = Input.read(Modality.TIME_SERIES, in, 1 << 20).named(file);
            return new SeriesReader(options(options), SeriesLimits.WIDEST).read(input);
        }
    }

    private static Options options(Map<String, Object> options) {
        return Options.of(SeriesOptions.declared(), options);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
