package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long series is learnt from as it lies in a file, continued, filled, and searched for what is unusual. */
class ForecastIT {
    private static final int ROWS = 480;
    private static final int ODD = 460;

    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;
    private Path series;

    /** Two channels that follow the hour of the day, under noise; a few steps are far off, and say so. */
    @BeforeEach
    void write() throws IOException {
        packaged = Packaged.copy(tmp);
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("date,heat,load,odd\n");
        LocalDateTime time = LocalDateTime.parse("2025-03-10T00:00:00");
        for (int i = 0; i < ROWS; i++) {
            double turn = 2 * Math.PI * i / 24;
            double off = i >= ODD && i < ODD + 3 ? 40 : 0;
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%.2f,%.1f,%d%n",
                            time.plusHours(i),
                            20 + 6 * Math.sin(turn) + random.nextGaussian() + off,
                            500 + 90 * Math.cos(turn) + 15 * random.nextGaussian(),
                            off > 0 ? 1 : 0));
        }
        series = Files.writeString(tmp.resolve("series.csv"), text);
    }

    private JsonNode run(Object... arguments) throws Exception {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        Outcome outcome = packaged.run(all.toArray());
        assertEquals(0, outcome.exitCode(), outcome.toString());
        return json.readTree(outcome.out());
    }

    /** The last {@code rows} of the series without the column of labels. */
    private Path end(int rows) throws IOException {
        List<String> lines = Files.readAllLines(series);
        List<String> kept = new ArrayList<>(List.of(lines.get(0)));
        kept.addAll(lines.subList(lines.size() - rows, lines.size()));
        return Files.write(
                tmp.resolve("end.csv"),
                kept.stream().map(line -> line.substring(0, line.lastIndexOf(','))).toList());
    }

    private static List<String> texts(JsonNode array) {
        return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).asText()).toList();
    }

    @Test
    void a_series_goes_on_in_its_own_unit_at_its_own_times() throws Exception {
        Object[] windows = {"--head-option", "input=48", "--head-option", "horizon=6"};
        List<Object> fit =
                new ArrayList<>(
                        List.of("fit", "--data", series, "--modality", "time-series", "--head"));
        fit.addAll(List.of("forecasting", "--target", "heat,load", "--as", "next"));
        fit.addAll(List.of(windows));
        fit.addAll(List.of("--epochs", 40, "--batch", 32));

        JsonNode report = run(fit.toArray());

        JsonNode metrics = report.at("/validation/metrics");
        assertTrue(metrics.path("skill_over_last_value").asDouble() > 0.3, metrics.toString());
        assertTrue(metrics.has("mase") && metrics.has("owa"), metrics.toString());
        // The head's own tokenizer reads three columns, which the model's does not.
        JsonNode answer =
                run("predict", "--head", "next", "time-series=" + series, "--option", "last=48")
                        .at("/data/0");
        assertEquals("[6,2]", answer.path("shape").toString());
        assertEquals(List.of("heat", "load"), texts(answer.path("names")));
        assertEquals("2025-03-30T00:00", answer.at("/times/0").asText());
        assertEquals("2025-03-30T05:00", answer.at("/times/5").asText());
        for (int p = 0; p < 6; p++) {
            double load = answer.path("values").get(2 * p + 1).asDouble();
            assertTrue(load > 300 && load < 700, "in the unit of the series: " + answer);
        }
        JsonNode measured = run("evaluate", "--head", "next", "--data", series);
        assertEquals(427, measured.path("examples").asInt(), "windows of 48 and 6 rows");
        assertTrue(measured.at("/metrics/mae_scaled").asDouble() < 0.8, measured.toString());
    }

    @Test
    void unusual_steps_are_found() throws Exception {
        run(
                "fit",
                "--data",
                series,
                "--modality",
                "time-series",
                "--head",
                "forecasting",
                "--head-option",
                "answer=anomaly",
                "--head-option",
                "input=40",
                "--target",
                "odd",
                "--epochs",
                20,
                "--as",
                "odd");

        JsonNode answer = run("predict", "--head", "odd", "time-series=" + end(40)).at("/data/0");
        assertEquals(List.of("energy", "anomaly"), texts(answer.path("names")));
        assertEquals("[40,2]", answer.path("shape").toString());
        assertEquals(40, answer.path("times").size());
        JsonNode measured = run("evaluate", "--head", "odd", "--data", series, "--target", "odd");
        assertEquals(12, measured.path("examples").asInt(), "windows that do not overlap");
        assertTrue(measured.path("metrics").has("f1_adjusted"), measured.toString());
    }

    @Test
    void gaps_are_filled_and_known_values_stay() throws Exception {
        run(
                "fit",
                "--data",
                series,
                "--modality",
                "time-series",
                "--head",
                "forecasting",
                "--head-option",
                "answer=impute",
                "--head-option",
                "input=24",
                "--epochs",
                20,
                "--as",
                "gaps");
        List<String> lines = new ArrayList<>(Files.readAllLines(series).subList(0, 25));
        String known = lines.get(5);
        lines.set(4, lines.get(4).replaceFirst("T03:00,[^,]*,", "T03:00,,"));
        Path holed = Files.write(tmp.resolve("holed.csv"), lines);

        JsonNode answer = run("predict", "--head", "gaps", "time-series=" + holed).at("/data/0");

        assertEquals("[24,3]", answer.path("shape").toString());
        double filled = answer.path("values").get(3 * 3).asDouble();
        assertTrue(filled > 0 && filled < 60, answer.toString());
        assertEquals(
                Double.parseDouble(known.split(",")[1]),
                answer.path("values").get(4 * 3).asDouble(),
                1e-3);
    }

    @Test
    void what_cannot_be_continued_is_refused_in_one_line() throws Exception {
        Path brief =
                Files.write(tmp.resolve("brief.csv"), Files.readAllLines(series).subList(0, 9));
        Path words = Files.writeString(tmp.resolve("words.csv"), "date,a\n2025-03-10,high\n");

        refused("TOO_SHORT", "window of 120", brief);
        refused("SCHEMA_MISMATCH", "no number", words);
    }

    private void refused(String code, String part, Path data) throws Exception {
        Outcome outcome =
                packaged.run(
                        "fit",
                        "--data",
                        data,
                        "--modality",
                        "time-series",
                        "--head",
                        "forecasting",
                        "--as",
                        "x");
        assertEquals(3, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains(code), outcome.toString());
        assertTrue(outcome.err().contains(part), outcome.toString());
    }
}
