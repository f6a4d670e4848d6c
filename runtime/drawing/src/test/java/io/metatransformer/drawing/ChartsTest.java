package io.metatransformer.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

/** Charts show the numbers that they were given. */
class ChartsTest {
    private static final int BLUE = Palette.BLUE.getRGB() & 0xffffff;

    private static Prediction.Values forecast(float... values) {
        return new Prediction.Values(
                Tensor.of(values, values.length, 1),
                List.of("load"),
                List.of("2024-01-03", "2024-01-04T00:00", "2024-01-05T00:00Z"));
    }

    private static Backdrop.Series known(float... values) {
        return new Backdrop.Series(
                Tensor.of(values, values.length / 2, 2),
                List.of("other", "load"),
                List.of("2024-01-01T00:00", "2024-01-02T00:00"));
    }

    @Test
    void a_forecast_goes_through_its_values_at_their_times() {
        Course course = Course.of(forecast(3, 7, 4), Optional.of(known(9, 1, 9, 2)), 8).get(0);
        XYChart chart = CourseChart.of(course, 900, 300);
        BufferedImage image = new BufferedImage(900, 300, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();

        chart.paint(pen, 900, 300);
        chart.paint(pen, 900, 300); // where points lie on the screen is known after the first time

        assertLine(chart, image, "2024-01-02", 2, CourseChart.ANSWERED.getRGB());
        assertLine(chart, image, "2024-01-04", 7, CourseChart.ANSWERED.getRGB());
        assertLine(chart, image, "2024-01-05", 4, CourseChart.ANSWERED.getRGB());
        assertLine(chart, image, "2024-01-01", 1, CourseChart.KNOWN.getRGB());
    }

    private static void assertLine(
            XYChart chart, BufferedImage image, String day, double value, int rgb) {
        double moment = Moments.of(List.of(day)).orElseThrow()[0];
        int x = (int) Math.round(chart.getScreenXFromChart(moment));
        int y = (int) Math.round(chart.getScreenYFromChart(value));
        boolean found = false;
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = -1; dy <= 1; dy++) {
                found |= image.getRGB(x + dx, y + dy) == rgb;
            }
        }
        assertTrue(found, () -> "no line at " + x + ", " + y + " for " + day);
    }

    @Test
    void a_channel_is_found_by_its_name_and_only_the_last_of_a_long_past_is_shown() {
        float[] past = new float[2000];
        past[1999] = 5;
        var series = new Backdrop.Series(Tensor.of(past, 1000, 2), List.of("a", "load"), List.of());

        Course course = Course.of(forecast(1, 2, 3), Optional.of(series), 8).get(0);

        assertEquals(48, course.known().length);
        assertEquals(5, course.known()[47]);
        assertEquals(0, course.knownX()[47], "the last known step");
        assertEquals(1, course.answeredX()[0], "steps are counted where a side has no times");
    }

    @Test
    void what_fills_gaps_of_the_input_is_drawn_in_its_place() {
        Course course =
                Course.of(
                                new Prediction.Values(
                                        Tensor.of(new float[] {1, 2}, 2, 1),
                                        List.of("load"),
                                        List.of("2024-01-01", "2024-01-02")),
                                Optional.of(known(0, 1, 0, Float.NaN)),
                                8)
                        .get(0);

        assertEquals(course.knownX()[1], course.answeredX()[1]);
        assertTrue(!course.goesOn(), "no line leads from the end of the input to its beginning");
    }

    @Test
    void where_nothing_has_a_time_filled_gaps_lie_in_the_input_and_a_forecast_after_it() {
        var series =
                new Backdrop.Series(
                        Tensor.of(new float[] {5, Float.NaN, 7}, 3, 1), List.of("a"), List.of());

        assertEquals(-2, course(series, 5, 6, 7).answeredX()[0]);
        assertEquals(1, course(series, 5, 6, 8).answeredX()[0]);
    }

    private static Course course(Backdrop.Series series, float... values) {
        var answer =
                new Prediction.Values(Tensor.of(values, values.length, 1), List.of("a"), List.of());
        return Course.of(answer, Optional.of(series), 8).get(0);
    }

    @Test
    void many_channels_gaps_and_constants_are_drawn_within_bounds() {
        float[] values = new float[200 * 3];
        values[0] = Float.NaN;
        var answer = new Prediction.Values(Tensor.of(values, 3, 200), List.of(), List.of());

        BufferedImage image = Seen.of(answer).image();

        assertEquals(960, image.getWidth());
        assertTrue(image.getHeight() < 1800, image.getHeight() + " px");
    }

    @Test
    void a_bar_is_as_long_as_its_share() {
        var classes =
                new Prediction.Classes(
                        List.of(
                                new Prediction.Label("a", 0, 0.8f),
                                new Prediction.Label("b", 1, 0.2f)),
                        true);

        Seen seen = Seen.of(classes);

        assertEquals(4.0, (double) row(seen, 0) / row(seen, 1), 0.1);
    }

    /** Blue pixels in the middle of a row of bars. */
    private static int row(Seen seen, int n) {
        int y = Seen.TOP + 26 * n + 13;
        int count = 0;
        for (int x = 0; x < seen.image().getWidth(); x++) {
            count += seen.at(x, y) == BLUE ? 1 : 0;
        }
        return count;
    }

    @Test
    void negative_numbers_go_to_the_left_of_zero_and_what_is_no_number_has_no_bar() {
        var values =
                new Prediction.Values(
                        Tensor.of(new float[] {2, -2, Float.NaN}, 3), List.of(), List.of());

        Seen seen = Seen.of(values);

        assertEquals(row(seen, 0), row(seen, 1), 1.0);
        assertEquals(0, row(seen, 2));
    }

    @Test
    void neighbours_are_bars_of_similarity() {
        var near =
                new Prediction.Neighbour(
                        "p1", Optional.of("x"), Optional.empty(), 0.9f, Optional.empty());
        var far =
                new Prediction.Neighbour(
                        "p2", Optional.empty(), Optional.empty(), 0.3f, Optional.empty());

        Seen seen = Seen.of(new Prediction.Neighbours(List.of(near, far), Optional.empty()));

        assertEquals(3.0, (double) row(seen, 0) / row(seen, 1), 0.1);
    }

    @Test
    void the_values_of_an_embedding_are_a_strip_blue_below_zero_and_orange_above() {
        var embedding =
                new Prediction.Embedding(Tensor.of(new float[] {-1, 0, 1}, 3), Optional.empty());

        Seen seen = Seen.of(embedding);

        seen.assertColour(0x0b5a99, 10, 30);
        seen.assertColour(0xffffff, 384, 30);
        seen.assertColour(0xc75000, 760, 30);
    }

    @Test
    void labelled_points_are_drawn_in_the_colours_of_their_labels_the_nearest_in_front() {
        float[] xyz = {0, 0, 0, 100, 0, 0, 1e-3f, 0, 0, Float.NaN, 0, 0};
        var cloud = new Backdrop.Cloud(Tensor.of(xyz, 4, 3), 2);
        var labels =
                new Prediction.PointLabels(
                        Tensor.of(new float[] {1, 2, 0, 0}, 4), List.of("a", "b", "c"));

        Seen seen = Seen.of(labels, cloud);

        assertTrue(seen.count(Palette.of(2).getRGB() & 0xffffff) > 12 * 12, "more than its key");
        assertEquals(
                12 * 12,
                seen.count(Palette.of(1).getRGB() & 0xffffff),
                "the point behind is hidden by the one in front");
    }

    @Test
    void labels_of_points_that_nobody_knows_are_counted() {
        var labels =
                new Prediction.PointLabels(Tensor.of(new float[] {0, 1, 1}, 3), List.of("a", "b"));
        var other = new Backdrop.Cloud(Tensor.of(new float[6], 2, 3), 2);

        assertTrue(Seen.of(labels).image().getHeight() < 200);
        assertTrue(Seen.of(labels, other).image().getHeight() < 200);
    }

    @Test
    void nothing_found_is_drawn_as_nothing() {
        List<Prediction> empty = new ArrayList<>();
        empty.add(new Prediction.Classes(List.of(), true));
        empty.add(new Prediction.Neighbours(List.of(), Optional.empty()));
        empty.add(new Prediction.Boxes(List.of()));
        empty.add(new Prediction.Text(""));

        for (Prediction each : empty) {
            assertTrue(Seen.of(each).image().getWidth() > 0);
        }
    }
}
