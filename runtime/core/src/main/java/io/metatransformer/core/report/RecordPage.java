package io.metatransformer.core.report;

import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.FitReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A training for people: one page of HTML. */
final class RecordPage {
    private final TrainingRecord record;
    private final FitReport report;
    private final Markup page = new Markup();

    private RecordPage(TrainingRecord record) {
        this.record = record;
        this.report = record.report();
    }

    static String of(TrainingRecord record) {
        RecordPage made = new RecordPage(record);
        made.head();
        made.summary();
        made.metrics();
        made.curves();
        made.report.validation().confusion().ifPresent(c -> new ConfusionTable(c).write(made.page));
        made.facts();
        made.page.raw("</main>\n</body>\n</html>\n");
        return made.page.toString();
    }

    private void head() {
        page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
        page.raw("style-src 'unsafe-inline'\">\n");
        page.element("title", "Training of " + report.head());
        page.raw("\n<style>\n").raw(style()).raw("</style>\n</head>\n<body>\n<main>\n");
    }

    private static String style() {
        try (InputStream css = RecordPage.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary() {
        page.raw("<header>\n").element("h1", report.head());
        page.raw("\n<p class=\"lead\">").text("A ").element("strong", record.service());
        page.text(" head of model ").element("strong", report.model());
        page.text(", learnt from " + report.examples() + " examples and measured on ");
        page.text(report.validation().examples() + ".").raw("</p>\n<ul class=\"figures\">");
        figure(Words.number(report.validation().score()), "score");
        figure(Words.number(report.validation().loss()), "loss");
        if (report.best() >= 0) {
            figure((report.best() + 1) + " of " + report.epochs().size(), "best epoch");
        }
        figure(Words.time(report.features().plus(report.steps())), "in all");
        page.raw("</ul>\n</header>\n");
    }

    private void figure(String value, String what) {
        page.raw("<li>").element("strong", value).text(what).raw("</li>");
    }

    private void metrics() {
        Evaluation validation = report.validation();
        page.raw("<section>\n").element("h2", "On the validation part");
        page.raw("<table>\n<thead><tr><th scope=\"col\">metric</th><th scope=\"col\" ");
        page.raw("class=\"number\">value</th><th scope=\"col\" class=\"number\">95 % range</th>");
        page.raw("</tr></thead>\n<tbody>\n");
        validation
                .metrics()
                .forEach(
                        (name, value) -> {
                            Evaluation.Interval range = validation.intervals().get(name);
                            page.raw("<tr>").element("th scope=\"row\"", Words.name(name));
                            page.element("td class=\"number\"", Words.number(value));
                            page.element(
                                    "td class=\"number quiet\"",
                                    range == null
                                            ? ""
                                            : Words.number(range.low())
                                                    + " to "
                                                    + Words.number(range.high()));
                            page.raw("</tr>\n");
                        });
        page.raw("</tbody></table>\n</section>\n");
    }

    private void curves() {
        page.raw("<section>\n").element("h2", "How it went");
        if (report.epochs().isEmpty()) {
            page.raw("<p class=\"note\">This head gathers what it is shown: there are no steps, ");
            page.raw("and so no curve.</p>\n</section>\n");
            return;
        }
        page.raw("<p class=\"note\">By epoch. The upright line marks the one whose weights were ");
        page.raw("kept: that of the least validation loss.</p>\n");
        CurveChart chart = new CurveChart(report.epochs().size(), report.best());
        chart.draw(
                page,
                "Loss",
                List.of(
                        line("training", "first", FitReport.Epoch::training),
                        line("validation", "second", FitReport.Epoch::validation)));
        chart.draw(
                page,
                "Score of the validation part",
                List.of(line("score", "second", FitReport.Epoch::score)));
        chart.draw(
                page,
                "Learning rate",
                List.of(line("rate", "third", FitReport.Epoch::learningRate)));
        page.raw("</section>\n");
    }

    private CurveChart.Line line(
            String name, String kind, ToDoubleFunction<FitReport.Epoch> value) {
        return new CurveChart.Line(
                name, kind, report.epochs().stream().mapToDouble(value).toArray());
    }

    private void facts() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("examples to learn from", report.examples());
        data.put("examples to measure on", report.validation().examples());
        data.put("features kept from before", report.reused());
        data.put("fingerprint", report.data());
        data.put("time for features", Words.time(report.features()));
        data.put("time for steps", Words.time(report.steps()));
        Map<String, Object> software = new LinkedHashMap<>(record.versions());
        software.put("run", report.run());
        page.raw("<section>\n").element("h2", "To do it again");
        page.raw("<p class=\"note\">The same examples, settings, options and seed give the same ");
        page.raw("head. ").text(TrainingRecord.JSON).raw(" holds all of this for programs.</p>\n");
        page.raw("<div class=\"columns\">\n");
        table("Settings", record.how());
        table("Options of the head", record.options());
        if (!record.tokenizer().isEmpty()) {
            table("Options of its tokenizer", record.tokenizer());
        }
        table("Data", data);
        table("Software", software);
        page.raw("</div>\n</section>\n");
    }

    private void table(String caption, Map<String, Object> rows) {
        page.raw("<table>").element("caption", caption).raw("<tbody>\n");
        if (rows.isEmpty()) {
            page.raw("<tr><td class=\"quiet\">none</td></tr>\n");
        }
        rows.forEach(
                (name, value) -> {
                    page.raw("<tr>").element("th scope=\"row\"", Words.name(name));
                    page.element(
                                    "td",
                                    value instanceof Double number ? Words.number(number) : value)
                            .raw("</tr>\n");
                });
        page.raw("</tbody></table>\n");
    }
}
