package io.metatransformer.cli.demo;

import java.util.List;
import java.util.Locale;

/** The part of the page that compares embeddings, and says when that means nothing. */
final class Similarities {
    private final Report report;
    private final Html html;

    Similarities(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    void write() {
        List<Exhibit> shown = report.shown();
        html.raw("<section aria-labelledby=\"similarities\">\n");
        html.element("h2 id=\"similarities\"", "Similarities").raw("\n");
        html.raw("<p class=\"mark\" role=\"note\">");
        html.element("strong", report.comparable() ? "Comparable. " : "Without meaning. ");
        html.text(meaning()).raw("</p>\n<div class=\"scroll\"><table class=\"matrix");
        html.raw(report.comparable() ? "\">\n" : " meaningless\">\n");
        html.raw("<caption>").text("Cosine between the mean features of two samples");
        html.text(report.comparable() ? "" : "; hatched, since it measures nothing");
        html.raw("</caption>\n<thead><tr><td></td>");
        shown.forEach(each -> html.element("th scope=\"col\"", each.modality()));
        html.raw("</tr></thead>\n<tbody>\n");
        for (Exhibit one : shown) {
            html.raw("<tr>").element("th scope=\"row\"", one.modality());
            for (Exhibit other : shown) {
                cell(Report.similarity(one, other));
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n</section>\n");
    }

    private String meaning() {
        if (report.untrained()) {
            return "These numbers come from weights that nobody trained: they show that every modality"
                    + " ends in one space of vectors, not that any two of them are alike.";
        }
        return report.space()
                .map(space -> "All embeddings are of the aligned space '" + space + "'.")
                .orElse(
                        "The model does not declare one aligned space for all of these modalities, so"
                                + " distances between them were never learned.");
    }

    private void cell(double similarity) {
        String shade =
                String.format(
                        Locale.ROOT,
                        " style=\"background:rgba(var(--cell%s),%.2f)\"",
                        similarity < 0 ? "-low" : "",
                        0.45 * Math.abs(similarity));
        html.raw("<td" + (report.comparable() ? shade : "") + ">");
        html.text(String.format(Locale.ROOT, "%.2f", similarity)).raw("</td>");
    }
}
