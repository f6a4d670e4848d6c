package io.metatransformer.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Preview;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SvgTest {

    @Test
    void text_of_strangers_is_text_and_nothing_else() throws Exception {
        Svg svg = new Svg(100, 50);

        svg.text(
                1,
                2,
                10,
                Ink.TEXT.hex(),
                "</text><script>alert(\"&\")</script>\u0000\u001b\ud800 é");

        Document drawn = parse(svg.toPreview("a text"));
        assertEquals(0, drawn.getElementsByTagName("script").getLength());
        assertEquals(
                "</text><script>alert(\"&\")</script>    é",
                drawn.getElementsByTagName("text").item(0).getTextContent());
    }

    @Test
    void a_long_text_ends_in_an_ellipsis_and_no_character_is_halved() throws Exception {
        Svg svg = new Svg(100, 50);

        svg.text(1, 2, 10, Ink.TEXT.hex(), "\ud83d\ude00".repeat(200));

        String shown =
                parse(svg.toPreview("faces")).getElementsByTagName("text").item(0).getTextContent();
        assertEquals("\ud83d\ude00".repeat(120) + "…", shown);
    }

    @Test
    void a_point_that_is_nowhere_leaves_a_gap() throws Exception {
        Svg svg = new Svg(100, 50);

        svg.polyline(
                new double[] {0, 1, 2, 3, 4},
                new double[] {5, 6.25, Double.NaN, 7, 8},
                Ink.BLUE.hex(),
                1);

        Element path =
                (Element) parse(svg.toPreview("a line")).getElementsByTagName("path").item(0);
        assertEquals("M0 5L1 6.2M3 7L4 8", path.getAttribute("d"));
    }

    @Test
    void shapes_that_are_nowhere_are_left_out() throws Exception {
        Svg svg = new Svg(100, 50);

        svg.circle(Double.NaN, 0, 1, Ink.BLUE.hex())
                .line(0, 0, Double.POSITIVE_INFINITY, 1, Ink.BLUE.hex(), 1)
                .rect(0, Double.NaN, 1, 1, Ink.BLUE.hex())
                .text(Double.NaN, 0, 9, Ink.BLUE.hex(), "nowhere")
                .polyline(new double[] {Double.NaN}, new double[] {0}, Ink.BLUE.hex(), 1);

        assertEquals(2, parse(svg.toPreview("paper")).getElementsByTagName("*").getLength());
    }

    @Test
    void a_caption_stays_on_one_line() {
        assertEquals("two lines", new Svg(9, 9).toPreview("two\r\nlines").caption());
    }

    @Test
    void a_picture_goes_along_whole() throws Exception {
        byte[] png = Thumbnail.of(2, 1, (x, y) -> x == 0 ? 0xff0000 : 0x0000ff).png();

        Document drawn = parse(new Svg(100, 50).picture(0, 0, 20, 10, png).toPreview("two pixels"));

        String data = ((Element) drawn.getElementsByTagName("image").item(0)).getAttribute("href");
        assertTrue(data.startsWith("data:image/png;base64,"), data);
    }

    @Test
    void a_hundred_thousand_steps_keep_their_peak_and_fit_into_a_preview() {
        float[] steps = new float[100_000];
        steps[54_321] = 1;

        Preview drawn = Plot.lines(new float[][] {steps}, new String[] {"x"}, "a spike");

        String text = StandardCharsets.UTF_8.decode(drawn.bytes()).toString();
        assertTrue(text.contains(" 10"), "the peak touches the top of its strip, at 8 + 2 px");
        assertTrue(text.length() < 20_000, () -> text.length() + " characters");
    }

    @Test
    void a_channel_of_gaps_draws_nothing_and_a_level_one_runs_in_the_middle() throws Exception {
        float[] gaps = {Float.NaN, Float.NaN};
        float[] level = {3, 3};

        Svg svg = new Svg(116, 50);
        Plot.draw(svg, gaps, 0, 50, Ink.BLUE.hex());
        Plot.draw(svg, level, 10, 30, Ink.BLUE.hex());

        Document drawn = parse(svg.toPreview("two channels"));
        assertEquals(1, drawn.getElementsByTagName("path").getLength());
        Element path = (Element) drawn.getElementsByTagName("path").item(0);
        assertEquals("M33 20L33 20L83 20L83 20", path.getAttribute("d"));
    }

    @Test
    void excerpts_show_what_fits_and_cut_the_rest() throws Exception {
        var row = Collections.nCopies(9, "a value of many letters");
        Preview table = Excerpt.table(row, Collections.nCopies(50, row), "a table");

        Document drawn = parse(table);

        assertEquals(6 * 11, drawn.getElementsByTagName("text").getLength());
        assertTrue(drawn.getElementsByTagName("text").item(0).getTextContent().endsWith("…"));
        assertFalse(
                parse(Excerpt.text(List.of("a", "b"), "a text"))
                        .getElementsByTagName("text")
                        .item(1)
                        .getTextContent()
                        .endsWith("…"));
    }

    private static Document parse(Preview preview) throws Exception {
        byte[] bytes = new byte[preview.bytes().remaining()];
        preview.bytes().get(bytes);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(bytes));
    }
}
