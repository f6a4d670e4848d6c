package io.metatransformer.modality.imu;

import io.metatransformer.api.Option;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import io.metatransformer.tables.CsvDialect;
import java.util.ArrayList;
import java.util.List;

/** Every option of this tokenizer. */
final class ImuOptions {
    private static final List<Option> ALL = all();

    private ImuOptions() {}

    static List<Option> declared() {
        return ALL;
    }

    private static List<Option> all() {
        List<Option> all = new ArrayList<>(model());
        all.addAll(window());
        all.addAll(Scaling.options());
        all.add(MissingValues.option("error"));
        all.addAll(recording());
        all.addAll(CsvDialect.options());
        return List.copyOf(all);
    }

    private static List<Option> model() {
        return List.of(
                Option.choice(
                        "embedding",
                        "data2seq",
                        List.of("data2seq", "conv10", "patch"),
                        "A token per sample, per ten neighbouring samples (OneLLM), or per patch."),
                Option.number("rate_hz", 200, 1, 20_000, "Hz", "Samples per second of a window."),
                Option.integer(
                        "stride",
                        1,
                        1,
                        1000,
                        "samples",
                        "For data2seq: every how many-th is a token."),
                Option.integer("patch", 8, 1, 4096, "samples", "For patch: samples of a patch."),
                Option.integer("max_tokens", 16_384, 2, 1 << 20, "tokens", "Most of one input."));
    }

    private static List<Option> window() {
        return List.of(
                Option.number(
                                "start_sec",
                                0,
                                0,
                                1e6,
                                "s",
                                "Where the window starts, counted from the first sample.")
                        .settablePerRequest(),
                Option.number("duration_sec", 2, 1e-3, 3600, "s", "Length of the window.")
                        .settablePerRequest(),
                Option.choice(
                                "resampling",
                                "linear",
                                List.of("linear", "sinc", "none"),
                                "To rate_hz along lines between real times, by a windowed sinc as torchaudio"
                                        + " does, or not at all.")
                        .settablePerRequest());
    }

    private static List<Option> recording() {
        return List.of(
                Option.choice(
                                "accel_unit",
                                "m/s2",
                                List.of("m/s2", "g"),
                                "Unit of the accelerometer; g becomes m/s².")
                        .settablePerRequest(),
                Option.choice(
                                "gyro_unit",
                                "rad/s",
                                List.of("rad/s", "deg/s"),
                                "Unit of the gyroscope; deg/s becomes rad/s.")
                        .settablePerRequest(),
                Option.number(
                                "source_rate_hz",
                                200,
                                1e-3,
                                20_000,
                                "Hz",
                                "Samples per second of a recording without times; unset: rate_hz for"
                                        + " arrays, and tables need times.")
                        .unset()
                        .settablePerRequest(),
                Option.number(
                                "max_gap_sec",
                                1,
                                0,
                                3600,
                                "s",
                                "The longest time between samples that is no hole.")
                        .settablePerRequest(),
                Option.number(
                        "max_rate_hz",
                        20_000,
                        1,
                        1e6,
                        "Hz",
                        "The most samples per second that are read."));
    }
}
