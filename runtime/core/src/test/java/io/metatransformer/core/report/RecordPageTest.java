package io.metatransformer.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.core.fit.Evaluation;
import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class RecordPageTest {
    private static final String HOSTILE =
            "</style></svg><script>alert(1)</script>\" onload='x' \u202e\u0000\n&amp;";

    private static String page(List<String> labels, int[][] counts) {
        return RecordPage.of(
                Records.of(Records.epochs(0.9, 0.4, 0.5), 1, Records.confused(labels, counts)));
    }

    @Test
    void it_tells_metrics_with_ranges_settings_seed_data_and_versions() {
        String page = page(List.of("cat", "dog"), new int[][] {{9, 1}, {1, 9}});

        for (String fact :
                List.of(
                        "pets",
                        "classification",
                        "accuracy",
                        "0.7 to 0.97",
                        "seed",
                        "learning rate",
                        "pooling",
                        "fingerprint-of-data",
                        "0123456789abcdef",
                        "2 of 3",
                        "1 min 15 s",
                        "java")) {
            assertTrue(page.contains(fact), fact);
        }
    }

    @Test
    void it_fetches_nothing_and_runs_nothing() {
        String page = page(List.of("cat", "dog"), new int[][] {{9, 1}, {1, 9}});

        assertTrue(page.contains("default-src 'none'"), page);
        assertFalse(page.contains("http://") || page.contains("https://"), "an address");
        assertFalse(
                page.contains("<script") || page.contains("<link"), "something to run or fetch");
        assertFalse(page.contains("url("), "something to fetch");
    }

    @Test
    void the_table_shades_what_was_answered_by_its_share_of_what_is_true() throws Exception {
        Document page =
                parsed(
                        page(
                                List.of("cat", "dog", "emu"),
                                new int[][] {{8, 2, 0}, {0, 5, 0}, {0, 0, 0}}));

        var cells = page.getElementsByTagName("td");
        int first = 0;
        while (!((Element) cells.item(first)).getAttribute("style").startsWith("background")) {
            first++;
        }
        assertEquals("8", cells.item(first).getTextContent());
        assertEquals("2", cells.item(first + 1).getTextContent());
        assertEquals("10", cells.item(first + 3).getTextContent());
        assertEquals("80 %", cells.item(first + 4).getTextContent());
        String full = ((Element) cells.item(first + 6)).getAttribute("style");
        assertTrue(full.startsWith("background:#0072b2"), full);
        assertEquals(0xffffff, ConfusionTable.shade(0x123456, 0));
        assertEquals(0x123456, ConfusionTable.shade(0x123456, 1));
    }

    @Test
    void of_many_labels_the_commonest_mistakes_are_told() {
        int K = 200;
        List<String> labels = IntStream.range(0, K).mapToObj(k -> "label-" + k).toList();
        int[][] counts = new int[K][K];
        counts[7][9] = 3;
        counts[8][8] = 5;

        String page = page(labels, counts);

        assertFalse(page.contains("class=\"confusion\""), "a table of 40,000 cells");
        assertTrue(page.contains("<tr><td>label-7</td><td>label-9</td>"), page);
        assertFalse(page.contains("label-8<"), "what is right is no mistake");
    }

    @Test
    void labels_and_options_of_strangers_stay_text_and_short() throws Exception {
        String endless = "x".repeat(10_000);
        Evaluation validation =
                Records.confused(List.of(HOSTILE, endless), new int[][] {{1, 0}, {0, 1}});
        var record =
                Records.of(
                        Records.epochs(0.5),
                        0,
                        validation,
                        Map.of(HOSTILE, HOSTILE, "labels", Collections.nCopies(5000, HOSTILE)));

        String page = RecordPage.of(record);

        assertFalse(page.contains("<script>"), "a script");
        assertTrue(page.length() < 50_000, page.length() + " characters");
        Document parsed = parsed(page);
        assertEquals(0, parsed.getElementsByTagName("script").getLength());
        assertTrue(parsed.getDocumentElement().getTextContent().contains("alert(1)"), "the text");
    }

    @Test
    void one_epoch_none_and_numbers_that_are_none_make_a_page_too() throws Exception {
        Evaluation plain = new Evaluation(3, Double.NaN, 0, Map.of(), Map.of(), Optional.empty());

        parsed(RecordPage.of(Records.of(Records.epochs(0.5), 0, plain)));
        parsed(RecordPage.of(Records.of(Records.epochs(Double.NaN, 0.1), 0, plain)));
        parsed(RecordPage.of(Records.of(Records.epochs(0, 0, 0), 0, plain)));
        String gathered = RecordPage.of(Records.of(List.of(), -1, plain));

        assertTrue(gathered.contains("no curve"), gathered);
    }

    /** What a page is made of, if its elements are all closed. */
    static Document parsed(String page) throws Exception {
        String closed =
                page.replace("<!doctype html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new InputSource(new StringReader(closed)));
    }
}
