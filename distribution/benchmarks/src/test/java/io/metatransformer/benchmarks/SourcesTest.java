package io.metatransformer.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets as they are fetched, in small. */
class SourcesTest {
    @TempDir Path data;

    private void write(String path, String text) throws IOException {
        Path file = data.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    private static String text(Problem.Case each) {
        Input input = ((Item.Raw) each.example().item()).inputs().get(0);
        return StandardCharsets.UTF_8.decode(input.bytes(1 << 20)).toString();
    }

    private static String label(Problem.Case each) {
        return ((Target.Label) each.example().target()).label();
    }

    @Test
    void a_table_is_parted_by_label_and_one_hot_for_the_baselines() throws IOException {
        StringBuilder arff = new StringBuilder("% made up\n@relation t\n");
        arff.append("@attribute 'the age' numeric\n@attribute job {clerk,'a, b'}\n");
        arff.append("@attribute class {good,bad}\n@data\n");
        for (int i = 0; i < 20; i++) {
            arff.append(i == 3 ? "?" : i).append(i % 2 == 0 ? ",clerk" : ",'a, b'");
            arff.append(i % 4 == 0 ? ",bad\n" : ",good\n");
        }
        write("tables/loans.arff", arff.toString());

        Problem problem = new WekaTable("loans", "loans").read(data, false);

        assertEquals(15, problem.training().size()); // 11 of 15 good ones, 4 of 5 bad ones
        assertEquals(5, problem.test().size());
        assertEquals(1, problem.test().stream().filter(c -> label(c).equals("bad")).count());
        assertTrue(problem.tokenizer().isPresent());
        for (Problem.Case each : problem.training()) {
            assertFalse(text(each).contains("good"), "the answer is not read");
            assertEquals(3, each.numbers().length);
            assertEquals(1, each.numbers()[1] + each.numbers()[2]);
        }
    }

    @Test
    void weather_is_learnt_from_years_before_those_it_is_tested_on() throws IOException {
        StringBuilder csv =
                new StringBuilder("date,precipitation,temp_max,temp_min,wind,weather\n");
        for (int i = -60; i < 20; i++) {
            LocalDate day = LocalDate.of(2015, 1, 1).plusDays(i);
            csv.append(day).append(",0.5,").append(i).append(",-1,3,sun\n");
        }
        write("weather/seattle-weather.csv", csv.toString());

        Problem problem = new SeattleWeather().read(data, false);

        assertEquals(32, problem.training().size());
        assertEquals(20, problem.test().size());
        Problem.Case first = problem.test().get(0);
        assertEquals("2015-01-01", first.example().name());
        assertEquals(new Target.Numbers(Tensor.of(new float[] {0}, 1)), first.example().target());
        assertEquals(28 * 4, first.numbers().length);
        assertEquals(-1, first.numbers()[27 * 4 + 1], "the day before");
        assertTrue(text(first).endsWith("2014-12-31,0.5,-1.0,-1.0,3.0\n"), text(first));
    }

    @Test
    void a_mail_is_its_subject_and_the_beginning_of_its_body() throws IOException {
        for (int i = 0; i < 4; i++) {
            write(
                    "spam/easy-ham-1/" + i + ".txt",
                    "From: x\nSubject: Lunch\nTo: y\n\nAt noon " + i);
            write("spam/spam-1/" + i + ".txt", "SUBJECT: Win $$\r\n\r\n" + "cash ".repeat(900));
        }
        for (String empty : List.of("easy-ham-2", "hard-ham-1", "spam-2")) {
            write("spam/" + empty + "/list.json", "{}");
        }

        Problem problem = new SpamMails().read(data, false);

        Set<String> texts = new HashSet<>();
        problem.training().forEach(each -> texts.add(label(each) + " " + text(each)));
        assertTrue(texts.contains("ham Lunch\nAt noon 2"), texts.toString());
        assertEquals(8, problem.training().size() + problem.test().size());
        assertTrue(texts.stream().allMatch(text -> text.length() < 1020));
    }

    @Test
    void a_molecule_is_counted_and_what_nobody_can_read_is_left_out() throws IOException {
        write(
                "molecules/first_5k.tpsa.csv",
                "# made by hand\nCC(=O)O,37.3\nnonsense!,1\nC#N,23.8\n");

        Problem problem = new Molecules().read(data, false);

        assertEquals(2, problem.training().size() + problem.test().size());
        Problem.Case acid =
                problem.training().stream()
                        .filter(each -> text(each).equals("CC(=O)O\n"))
                        .findFirst()
                        .orElseThrow();
        double[] counts = acid.numbers();
        assertEquals(2, counts[0], "carbon");
        assertEquals(2, counts[2], "oxygen");
        assertEquals(1, counts[10], "one that bears hydrogen and is no carbon");
        assertEquals(3, counts[13], "bonds");
    }

    @Test
    void pictures_come_in_the_order_and_with_the_labels_of_their_files() throws IOException {
        for (String part : List.of("train", "t10k")) {
            idx(part + "-images-idx3-ubyte.gz", new int[] {2051, 2000, 2, 1}, 2000 * 2);
            idx(part + "-labels-idx1-ubyte.gz", new int[] {2049, 2000}, 2000);
        }

        Problem problem = new FashionMnist().read(data, false);

        assertEquals(2000, problem.training().size());
        assertEquals("trouser", label(problem.training().get(1)));
        assertArrayEquals(new double[] {2 / 255.0, 3 / 255.0}, problem.test().get(1).numbers());
    }

    /** Bytes that count from 0 to 9, over and over. */
    private void idx(String name, int[] header, int count) throws IOException {
        Files.createDirectories(data.resolve("fashion-mnist"));
        Path file = data.resolve("fashion-mnist").resolve(name);
        try (DataOutputStream out =
                new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (int each : header) {
                out.writeInt(each);
            }
            for (int i = 0; i < count; i++) {
                out.writeByte(i % 10);
            }
        }
    }

    @Test
    void data_that_is_not_there_is_named_with_what_brings_it() {
        var refusal =
                assertThrows(MetaTransformerException.class, () -> new Scans().read(data, false));

        assertEquals(ErrorCode.IO_ERROR, refusal.code());
        assertTrue(refusal.getMessage().contains("fetch"), refusal.getMessage());
    }
}
