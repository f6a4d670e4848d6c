package io.metatransformer.benchmarks;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.metatransformer.api.Modality;
import io.metatransformer.cli.data.DataSet;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table of Weka's, each row an example, as {@code fit --modality tabular} reads it; the last column answers. */
final class WekaTable implements Source {
    private static final double TRAINING = 0.7;
    private static final long SEED = 3;
    private static final String MISSING = "?";

    private final String name;
    private final String task;

    WekaTable(String name, String task) {
        this.name = name;
        this.task = task;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        Arff table = Arff.read(Source.existing(data, "tables/" + name + ".arff"));
        int answer = table.names().size() - 1;
        var parts = new Draw(SEED).parts(table.rows(), row -> row.get(answer), TRAINING);
        DataSet reader =
                new DataSet(
                                Modality.TABULAR,
                                Map.of("learn_continuous", numericColumns(table)),
                                List.of(table.names().get(answer)))
                        .withLabels()
                        .forFit();
        List<Example> training = examples(reader, table.names(), parts.training());
        List<Example> test = examples(reader, table.names(), parts.test());
        OneHot oneHot = OneHot.of(table, parts.training());
        return new Problem(
                name,
                task,
                oneHot.width() + " columns, words one-hot",
                cases(training, parts.training(), oneHot),
                cases(test, parts.test(), oneHot),
                reader.learning(training));
    }

    private static List<String> numericColumns(Arff table) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < table.names().size() - 1; c++) {
            if (table.numeric().get(c)) {
                names.add(table.names().get(c));
            }
        }
        return names;
    }

    private static List<Example> examples(
            DataSet reader, List<String> names, List<List<String>> rows) throws IOException {
        Path file = Files.createTempFile("table", ".csv");
        try {
            try (CsvWriter csv = CsvWriter.builder().build(file)) {
                csv.writeRecord(names);
                rows.forEach(csv::writeRecord);
            }
            return reader.read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static List<Problem.Case> cases(
            List<Example> examples, List<List<String>> rows, OneHot oneHot) {
        List<Problem.Case> cases = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            cases.add(new Problem.Case(examples.get(i), oneHot.apply(rows.get(i))));
        }
        return cases;
    }

    /** @param words of each column of words, in order; of a column of numbers none */
    private record OneHot(List<List<String>> words, double[] means) {

        static OneHot of(Arff table, List<List<String>> rows) {
            List<List<String>> words = new ArrayList<>();
            double[] means = new double[table.names().size() - 1];
            for (int c = 0; c < means.length; c++) {
                int column = c;
                Set<String> seen = new LinkedHashSet<>();
                if (table.numeric().get(c)) {
                    means[c] =
                            rows.stream()
                                    .map(row -> row.get(column))
                                    .filter(field -> !field.equals(MISSING))
                                    .mapToDouble(Double::parseDouble)
                                    .average()
                                    .orElse(0);
                } else {
                    rows.forEach(row -> seen.add(row.get(column)));
                }
                words.add(List.copyOf(seen));
            }
            return new OneHot(words, means);
        }

        int width() {
            return words.stream().mapToInt(each -> Math.max(1, each.size())).sum();
        }

        double[] apply(List<String> row) {
            double[] numbers = new double[width()];
            int at = 0;
            for (int c = 0; c < words.size(); c++) {
                List<String> known = words.get(c);
                String field = row.get(c);
                if (known.isEmpty()) {
                    numbers[at++] = field.equals(MISSING) ? means[c] : Double.parseDouble(field);
                } else {
                    if (known.contains(field)) {
                        numbers[at + known.indexOf(field)] = 1;
                    }
                    at += known.size();
                }
            }
            return numbers;
        }
    }
}
