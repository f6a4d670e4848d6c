package io.metatransformer.cli.demo;

import io.metatransformer.api.Preview;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A report as one page of HTML: it opens offline, refers to nothing, and holds no script. Drawings of inputs
 * are shown as images, never inline, since their text comes from files of strangers.
 */
public final class Page {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Report report;
    private final Html html = new Html();

    private Page(Report report) {
        this.report = report;
    }

    /** The whole document. */
    public static String of(Report report) {
        Page page = new Page(report);
        page.head();
        page.summary();
        page.cards();
        page.times();
        new Similarities(report, page.html).write();
        page.provenance();
        page.foot();
        return page.html.toString();
    }

    private void head() {
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
        html.raw(" img-src data:; style-src 'unsafe-inline'\">\n");
        html.element("title", "Meta-Transformer: " + report.shown().size() + " modalities");
        html.raw("\n<style>\n").raw(style()).raw("</style>\n</head>\n<body>\n");
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary() {
        int read = report.shown().size();
        html.raw("<header>\n");
        html.element("h1", "One encoder, " + read + (read == 1 ? " modality" : " modalities"));
        html.raw("\n<p class=\"lead\">");
        html.text("Each sample was turned into tokens by the plugin of its modality, and read by ");
        html.text("the same encoder: model ").element("strong", report.model().name());
        html.text(", " + WHEN.format(report.made()) + ".").raw("</p>\n");
        html.raw("<ol class=\"path\" aria-label=\"The path of every sample\">");
        html.element("li", "raw data").element("li class=\"by-tokenizer\"", "tokenizer plugin");
        html.element("li", "tokens").element("li class=\"by-encoder\"", "shared encoder");
        html.element("li", "features").raw("</ol>\n");
        if (report.untrained()) {
            html.raw("<p class=\"mark\" role=\"note\"><strong>UNTRAINED.</strong> ");
            html.text("Weights that took part were never trained. Shapes, times and plumbing are ");
            html.text("real; the values mean nothing, and neither do similarities between them. ");
            html.text("Import a checkpoint for meaning.").raw("</p>\n");
        }
        html.raw("<ul class=\"figures\">");
        figure(read, "modalities read");
        figure(tokens(), "tokens in all");
        figure(millis(total(Exhibit.Outcome::tokenize)), "in tokenizers");
        figure(millis(total(Exhibit.Outcome::encode)), "in the encoder");
        html.raw("</ul>\n</header>\n<main>\n");
    }

    private void figure(Object value, String what) {
        html.raw("<li>").element("strong", value).text(what).raw("</li>");
    }

    private int tokens() {
        return report.shown().stream()
                .mapToInt(each -> each.outcome().orElseThrow().segment().length())
                .sum();
    }

    private Duration total(Function<Exhibit.Outcome, Duration> stage) {
        return report.shown().stream()
                .map(each -> stage.apply(each.outcome().orElseThrow()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void cards() {
        html.raw("<section aria-labelledby=\"samples\">\n");
        html.element("h2 id=\"samples\"", "The samples");
        html.raw(
                "<p class=\"note\">The strip under each is the mean of its features, one column per ");
        html.raw(
                "value: blue below the strip’s own mean, orange above.</p>\n<div class=\"cards\">\n");
        report.exhibits().forEach(this::card);
        html.raw("</div>\n");
        if (!report.withoutSample().isEmpty()) {
            html.raw("<p class=\"note\">").text("Installed, but without a sample here: ");
            html.text(String.join(", ", report.withoutSample())).raw("</p>\n");
        }
        html.raw("</section>\n");
    }

    private void card(Exhibit exhibit) {
        html.raw("<article class=\"card\">\n<header>").element("h3", exhibit.modality());
        html.element("span", exhibit.file() + ", " + size(exhibit.bytes())).raw("</header>\n");
        html.raw("<figure><div class=\"frame\">");
        exhibit.preview()
                .ifPresentOrElse(
                        preview ->
                                html.image(
                                        preview.mediaType(),
                                        preview.bytes(),
                                        exhibit.modality() + " sample: " + preview.caption(),
                                        ""),
                        () -> html.element("span class=\"none\"", "no drawing of this one"));
        html.raw("</div>");
        html.element("figcaption", exhibit.preview().map(Preview::caption).orElse(""));
        html.raw("</figure>\n");
        exhibit.outcome().ifPresent(outcome -> outcome(exhibit, outcome));
        exhibit.refusal().ifPresent(why -> html.element("p class=\"refused\"", "Refused: " + why));
        html.raw("</article>\n");
    }

    private void outcome(Exhibit exhibit, Exhibit.Outcome outcome) {
        int length = outcome.segment().length();
        html.raw("<p class=\"tokens\">").element("strong", length);
        html.text((length == 1 ? " token, " : " tokens, ") + outcome.layout()).raw("</p>\n");
        double tokenize = outcome.tokenize().toNanos();
        double share = 100 * tokenize / (tokenize + outcome.encode().toNanos());
        html.raw("<div><div class=\"split\" aria-hidden=\"true\">");
        html.raw(percent("tokenizer-bar", share)).raw(percent("encoder-bar", 100 - share));
        html.raw("</div><p class=\"times\">");
        html.element("span class=\"t\"", "tokenizer " + millis(outcome.tokenize()));
        html.element("span class=\"e\"", "encoder " + millis(outcome.encode()));
        html.raw("</p></div>\n");
        html.image(
                Preview.PNG,
                ByteBuffer.wrap(Strip.png(outcome.embedding())),
                "The " + outcome.embedding().length + " values of the embedding as colours",
                "class=\"strip\"");
        html.raw("\n");
    }

    private static String percent(String kind, double share) {
        return String.format(
                Locale.ROOT, "<span class=\"%s\" style=\"width:%.2f%%\"></span>", kind, share);
    }

    private void times() {
        html.raw("<section aria-labelledby=\"times\">\n")
                .element("h2 id=\"times\"", "Where the time goes");
        html.raw(
                "<p class=\"note\">One sample at a time, the fastest of a few runs, decoding included.");
        html.raw("</p>\n<div class=\"scroll\"><table class=\"wide\">\n<thead><tr>");
        for (String column : List.of("modality", "layout")) {
            html.element("th scope=\"col\"", column);
        }
        for (String column : List.of("tokens", "tokenizer", "encoder", "tokenizer’s share")) {
            html.element("th scope=\"col\" class=\"number\"", column);
        }
        html.raw("</tr></thead>\n<tbody>\n");
        for (Exhibit each : report.shown()) {
            Exhibit.Outcome outcome = each.outcome().orElseThrow();
            double tokenize = outcome.tokenize().toNanos();
            double share = 100 * tokenize / (tokenize + outcome.encode().toNanos());
            html.raw("<tr>").element("th scope=\"row\"", each.modality());
            html.element("td", outcome.layout());
            html.element("td class=\"number\"", outcome.segment().length());
            html.element("td class=\"number\"", millis(outcome.tokenize()));
            html.element("td class=\"number\"", millis(outcome.encode()));
            html.element("td class=\"number\"", String.format(Locale.ROOT, "%.0f %%", share));
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n</section>\n");
    }

    private void provenance() {
        Manifest model = report.model();
        EncoderShape shape = model.encoder();
        html.raw("<section aria-labelledby=\"provenance\">\n");
        html.element("h2 id=\"provenance\"", "What made it");
        html.raw("<div class=\"scroll\"><table>\n").element("caption", "The model");
        html.raw("<tbody>\n");
        row("name", model.name() + ", version " + model.version());
        row(
                "encoder",
                shape.depth() + " blocks, width " + shape.dim() + ", " + shape.heads() + " heads");
        row("encoder’s weights", words(Words.of(model.encoderOrigins())));
        row("licence", model.licence().map(licence -> licence.weights()).orElse("not said"));
        row(
                "source",
                model.source().map(source -> source.file()).orElse("none: made at build time"));
        html.raw("<tr>").element("th scope=\"row\"", "fingerprint");
        html.element("td class=\"digest\"", model.fingerprint()).raw("</tr>\n");
        html.raw("</tbody></table></div>\n<div class=\"scroll\"><table>\n");
        html.element("caption", "The parts that took a hand").raw("<thead><tr>");
        for (String column : List.of("part", "kind", "plugin", "version", "weights")) {
            html.element("th scope=\"col\"", column);
        }
        html.raw("</tr></thead>\n<tbody>\n");
        for (Provenance.Part part : report.parts()) {
            html.raw("<tr>").element("th scope=\"row\"", part.name());
            html.element("td", part.kind().name().toLowerCase(Locale.ROOT));
            html.element("td", part.plugin().id()).element("td", part.plugin().version());
            html.element("td", words(part.weights())).raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n</section>\n");
    }

    private void row(String name, String value) {
        html.raw("<tr>").element("th scope=\"row\"", name).element("td", value).raw("</tr>\n");
    }

    private static String words(Map<String, Integer> weights) {
        return weights.isEmpty()
                ? "none"
                : weights.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
    }

    private void foot() {
        html.raw("</main>\n<footer>");
        html.text("Meta-Transformer " + report.version() + ", Java " + Runtime.version());
        html.text(", " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        html.text(", " + Runtime.getRuntime().availableProcessors() + " processors. ");
        html.text("This page is one file: it fetches nothing and runs no script.");
        html.raw("</footer>\n</body>\n</html>\n");
    }

    private static String size(long bytes) {
        return bytes < 1024
                ? bytes + "\u00a0B"
                : String.format(Locale.ROOT, "%.0f\u00a0KiB", Math.ceil(bytes / 1024.0));
    }

    private static String millis(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
}
