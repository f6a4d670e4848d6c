package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head is trained on a table, asked about raw rows, and measured. */
class TableIT {
    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;

    @BeforeEach
    void copy() throws IOException {
        packaged = Packaged.copy(tmp);
    }

    /** Loans of clerks are good, of pirates bad unless they are small; the rate follows the size. */
    private static String record(Random random, String form) {
        boolean clerk = random.nextBoolean();
        double size = random.nextDouble() * 1000;
        String grade = clerk || size < 200 ? "good" : "bad";
        double rate = 2 + size / 100;
        return String.format(Locale.ROOT, form, clerk ? "clerk" : "pirate", size, grade, rate);
    }

    private Path csv(String name, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("trade,size,grade,rate\n");
        for (int i = 0; i < rows; i++) {
            text.append(record(random, "%s,%.1f,%s,%.3f\n"));
        }
        return Files.writeString(tmp.resolve(name), text);
    }

    private JsonNode run(Object... arguments) throws Exception {
        Outcome outcome = packaged.run(arguments);
        assertEquals(0, outcome.exitCode(), outcome.toString());
        return json.readTree(outcome.out());
    }

    @Test
    void classes_are_learnt_from_rows_and_told_of_a_raw_row() throws Exception {
        Path train = csv("train.csv", 300, 1);
        Path test = csv("test.csv", 100, 2);
        Path row = Files.writeString(tmp.resolve("row.csv"), "size,trade\n850.5,pirate\n");
        Path object =
                Files.writeString(tmp.resolve("row.json"), "{\"trade\":\"clerk\",\"size\":9}");
        Object[] fit = {
            "fit",
            "--data",
            train,
            "--modality",
            "tabular",
            "--target",
            "grade",
            "--option",
            "learn_ignored=rate",
            "--option",
            "learn_continuous=size",
            "--as",
            "grade",
            "-o",
            "json"
        };

        JsonNode report = run(fit);
        JsonNode measured =
                run(
                        "evaluate",
                        "--head",
                        "grade",
                        "--data",
                        test,
                        "--modality",
                        "tabular",
                        "--target",
                        "grade",
                        "-o",
                        "json");

        assertEquals(240, report.path("examples").asInt());
        assertEquals(100, measured.path("examples").asInt());
        double accuracy = measured.at("/metrics/accuracy").asDouble();
        assertTrue(accuracy > 0.85, accuracy + " of what 0.6 would be right by chance");
        for (Path each : new Path[] {row, object}) {
            Outcome asked =
                    packaged.run("predict", "--head", "grade", "--modality", "tabular", each);
            boolean badFirst = asked.out().indexOf("bad ") < asked.out().indexOf("good ");
            assertEquals(each == row, badFirst, asked.toString());
        }
        Outcome before =
                packaged.run("embed", "tabular=" + packaged.sample("person-synthetic.csv"));
        assertEquals(0, before.exitCode(), "the model reads its own tables as before: " + before);
    }

    @Test
    void numbers_are_learnt_from_lines_of_json() throws Exception {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append(
                    record(
                            random,
                            "{\"trade\": \"%s\", \"size\": %.1f, \"grade\": \"%s\", \"rate\": %.3f}\n"));
        }
        Path lines = Files.writeString(tmp.resolve("train.jsonl"), text);

        JsonNode report =
                run(
                        "fit",
                        "--data",
                        lines,
                        "--modality",
                        "tabular",
                        "--target",
                        "rate",
                        "--head",
                        "regression",
                        "--as",
                        "rate",
                        "-o",
                        "json");

        double r2 = report.at("/validation/metrics/r2").asDouble();
        assertTrue(r2 > 0.8, "R² " + r2);
    }

    @Test
    void a_table_that_cannot_be_learnt_from_is_refused_in_one_line() throws Exception {
        Path table = csv("train.csv", 20, 1);

        refused("'colour'", "fit", "--data", table, "--modality", "tabular", "--target", "colour");
        refused("'file'", "fit", "--data", table, "--modality", "image", "--target", "grade");
        refused(
                "learn_ignored",
                "fit",
                "--data",
                table,
                "--modality",
                "tabular",
                "--target",
                "grade",
                "--option",
                "learn_ignored=colour");
        refused(
                "no number",
                "fit",
                "--data",
                table,
                "--modality",
                "tabular",
                "--target",
                "grade",
                "--head",
                "regression");
    }

    private void refused(String part, Object... arguments) throws Exception {
        Object[] named = Arrays.copyOf(arguments, arguments.length + 2);
        named[arguments.length] = "--as";
        named[arguments.length + 1] = "x";
        Outcome outcome = packaged.run(named);
        assertEquals(3, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains(part), outcome.toString());
    }
}
