package io.metatransformer.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Tomorrow's highest temperature in Seattle from the last four weeks of rain, temperatures and wind. Learnt from 2012 to
 * 2014, tested on 2015: a year that nothing learnt from has seen.
 */
final class SeattleWeather implements Source {
    private static final List<String> CHANNELS =
            List.of("precipitation", "temp_max", "temp_min", "wind");
    private static final int HIGHEST = 1;
    private static final int DAYS = 28;
    private static final String FIRST_TESTED = "2015-01-01";

    @Override
    public String name() {
        return "weather";
    }

    /** @param values by channel */
    private record Day(String date, double[] values) {}

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        List<Day> days = days(Source.existing(data, "weather/seattle-weather.csv"));
        int tested = 0;
        while (days.get(tested).date().compareTo(FIRST_TESTED) < 0) {
            tested++;
        }
        Scale scale = Scale.of(days.subList(0, tested).stream().map(Day::values).toList());
        return Problem.of(
                name(),
                "tomorrow's highest temperature, in °C",
                DAYS * CHANNELS.size() + " values of the last " + DAYS + " days",
                cases(days, DAYS, tested, scale),
                cases(days, tested, days.size(), scale));
    }

    private static List<Day> days(Path file) throws IOException {
        List<Day> days = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                double[] values = new double[CHANNELS.size()];
                for (int c = 0; c < values.length; c++) {
                    values[c] = Double.parseDouble(row.getField(CHANNELS.get(c)));
                }
                days.add(new Day(row.getField("date"), values));
            }
        }
        return days;
    }

    private static List<Problem.Case> cases(List<Day> days, int from, int to, Scale scale) {
        List<Problem.Case> cases = new ArrayList<>();
        for (int day = from; day < to; day++) {
            List<Day> before = days.subList(day - DAYS, day);
            StringBuilder csv = new StringBuilder("date," + String.join(",", CHANNELS) + "\n");
            for (Day each : before) {
                csv.append(each.date());
                DoubleStream.of(each.values()).forEach(value -> csv.append(',').append(value));
                csv.append('\n');
            }
            Input input =
                    Input.of(
                                    Modality.TIME_SERIES,
                                    csv.toString().getBytes(StandardCharsets.US_ASCII))
                            .withOptions(
                                    Map.of(
                                            "mean", list(scale.mean()),
                                            "std", list(scale.deviation())));
            float highest = (float) days.get(day).values()[HIGHEST];
            Target target = new Target.Numbers(Tensor.of(new float[] {highest}, 1));
            cases.add(
                    new Problem.Case(
                            new Example(days.get(day).date(), Item.of(input), target),
                            before.stream()
                                    .flatMapToDouble(each -> Arrays.stream(each.values()))
                                    .toArray()));
        }
        return cases;
    }

    private static List<Double> list(double[] values) {
        return DoubleStream.of(values).boxed().toList();
    }
}
