package io.metatransformer.core.report;

import io.metatransformer.core.fit.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What was answered in place of what, as a shaded table, or as a list of the commonest mistakes. */
final class ConfusionTable {
    /** More labels than that make no table that anybody reads. */
    static final int MOST = 50;

    private static final int MISTAKES = 25;
    private static final int RIGHT = 0x0072b2;
    private static final int WRONG = 0xd55e00;

    private final Evaluation.Confusion confusion;

    ConfusionTable(Evaluation.Confusion confusion) {
        this.confusion = confusion;
    }

    void write(Markup page) {
        page.raw("<section>\n").element("h2", "What was answered");
        if (confusion.labels().size() <= MOST) {
            page.raw("<p class=\"note\">Rows are what is true, columns what was answered; shades ");
            page.raw("are shares of a row.</p>\n");
            table(page);
        } else {
            page.raw("<p class=\"note\">").text(confusion.labels().size());
            page.text(" labels; these mistakes are the commonest.").raw("</p>\n");
            mistakes(page);
        }
        page.raw("</section>\n");
    }

    private void table(Markup page) {
        List<String> labels = confusion.labels();
        page.raw("<div class=\"scroll\"><table class=\"confusion\">\n<thead><tr><td></td>");
        labels.forEach(
                label -> page.raw("<th scope=\"col\"><span>").text(label).raw("</span></th>"));
        page.raw("<th scope=\"col\" class=\"sum\">examples</th>");
        page.raw("<th scope=\"col\" class=\"sum\">right</th></tr></thead>\n<tbody>\n");
        for (int truth = 0; truth < labels.size(); truth++) {
            int[] row = confusion.counts()[truth];
            int all = 0;
            for (int count : row) {
                all += count;
            }
            page.raw("<tr>").element("th scope=\"row\"", labels.get(truth));
            for (int answer = 0; answer < row.length; answer++) {
                cell(page, row[answer], all, answer == truth);
            }
            page.element("td class=\"sum\"", all);
            String right =
                    all == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100.0 * row[truth] / all);
            page.element("td class=\"sum\"", right).raw("</tr>\n");
        }
        page.raw("</tbody></table></div>\n");
    }

    private static void cell(Markup page, int count, int all, boolean right) {
        double share = all == 0 ? 0 : (double) count / all;
        String ink = share > 0.6 ? ";color:#fff" : count == 0 ? ";color:#b9bec5" : "";
        String shade = String.format(Locale.ROOT, "#%06x", shade(right ? RIGHT : WRONG, share));
        page.element("td style=\"background:" + shade + ink + "\"", count);
    }

    /** White at 0, the colour at 1. */
    static int shade(int rgb, double share) {
        int shade = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int full = rgb >> shift & 0xff;
            shade |= (int) Math.round(255 + (full - 255) * Math.sqrt(share)) << shift;
        }
        return shade;
    }

    private record Mistake(int truth, int answer, int count) {}

    private void mistakes(Markup page) {
        List<Mistake> all = new ArrayList<>();
        for (int truth = 0; truth < confusion.labels().size(); truth++) {
            for (int answer = 0; answer < confusion.labels().size(); answer++) {
                int count = confusion.counts()[truth][answer];
                if (count > 0 && answer != truth) {
                    all.add(new Mistake(truth, answer, count));
                }
            }
        }
        all.sort(Comparator.comparingInt(mistake -> -mistake.count()));
        page.raw("<table>\n<thead><tr><th scope=\"col\">true</th><th scope=\"col\">answered</th>");
        page.raw("<th scope=\"col\" class=\"number\">times</th></tr></thead>\n<tbody>\n");
        for (Mistake mistake : all.subList(0, Math.min(MISTAKES, all.size()))) {
            page.raw("<tr>").element("td", confusion.labels().get(mistake.truth()));
            page.element("td", confusion.labels().get(mistake.answer()));
            page.element("td class=\"number\"", mistake.count()).raw("</tr>\n");
        }
        page.raw("</tbody></table>\n");
    }
}
