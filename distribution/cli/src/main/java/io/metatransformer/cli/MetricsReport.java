package io.metatransformer.cli;

import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.report.MetricsJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a training went and how good a head is, for a person or a program. */
final class MetricsReport {
    private static final int MAX_CONFUSION = 12;

    private MetricsReport() {}

    /** Forms of a report. */
    enum Form {
        TABLE,
        JSON
    }

    static void write(FitReport report, Form form, Terminal terminal) {
        if (form == Form.JSON) {
            terminal.println(AnswerJson.text(MetricsJson.of(report)));
            return;
        }
        Table table = new Table("TRAINING", "");
        table.row("head", report.head() + " of model " + report.model());
        table.row("examples", report.examples() + " to learn from, " + report.reused() + " kept");
        if (report.best() >= 0) {
            FitReport.Epoch best = report.epochs().get(report.best());
            int number = report.best() + 1;
            table.row("epochs", report.epochs().size() + ", the best was number " + number);
            table.row("loss", number(best.training()) + " in training");
            together(report).ifPresent(text -> table.row("together", text));
        }
        table.row("features", seconds(report.features().toMillis()));
        table.row("steps", seconds(report.steps().toMillis()));
        table.row("run", report.run());
        table.row("report", "heads/" + report.head() + "/report.html in the folder of the model");
        terminal.print(table);
        terminal.println("");
        terminal.println("On the validation part:");
        write(report.validation(), form, terminal);
    }

    /** What learning together with the tokenizer brought. */
    private static Optional<String> together(FitReport report) {
        List<FitReport.Epoch> alone = report.epochs().subList(0, report.alone());
        int epochs = report.epochs().size() - report.alone();
        return alone.stream()
                .min(Comparator.comparingDouble(FitReport.Epoch::validation))
                .filter(any -> epochs > 0)
                .map(
                        best ->
                                "the last "
                                        + epochs
                                        + " epochs; the head alone had a validation loss of "
                                        + number(best.validation()));
    }

    static void write(Evaluation evaluation, Form form, Terminal terminal) {
        if (form == Form.JSON) {
            terminal.println(AnswerJson.text(MetricsJson.of(evaluation)));
            return;
        }
        Table table = new Table("METRIC", "VALUE", "95 %");
        table.row("examples", evaluation.examples(), "");
        table.row("loss", number(evaluation.loss()), "");
        evaluation
                .metrics()
                .forEach(
                        (name, value) -> {
                            Evaluation.Interval range = evaluation.intervals().get(name);
                            table.row(
                                    name,
                                    number(value),
                                    range == null
                                            ? ""
                                            : number(range.low()) + " to " + number(range.high()));
                        });
        terminal.print(table);
        evaluation
                .confusion()
                .filter(confusion -> confusion.labels().size() <= MAX_CONFUSION)
                .ifPresent(confusion -> write(confusion, terminal));
    }

    private static void write(Evaluation.Confusion confusion, Terminal terminal) {
        List<String> header = new ArrayList<>(List.of("TRUTH \\ ANSWER"));
        header.addAll(confusion.labels());
        Table table = new Table(header.toArray(String[]::new));
        for (int truth = 0; truth < confusion.labels().size(); truth++) {
            List<Object> row = new ArrayList<>(List.of(confusion.labels().get(truth)));
            for (int count : confusion.counts()[truth]) {
                row.add(count);
            }
            table.row(row.toArray());
        }
        terminal.println("");
        terminal.print(table);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }
}
