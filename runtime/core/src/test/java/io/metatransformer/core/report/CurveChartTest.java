package io.metatransformer.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveChartTest {

    private static String drawn(double... values) {
        Markup page = new Markup();
        new CurveChart(values.length, 1)
                .draw(page, "Loss", List.of(new CurveChart.Line("training", "first", values)));
        return page.toString();
    }

    @Test
    void a_line_goes_through_its_values_from_the_first_epoch_to_the_last() {
        String svg = drawn(0, 1, 0.5); // from 0 at the foot, 174, to 1 at the top, 12

        assertTrue(svg.contains("d=\"M56.00 174.00L283.00 12.00L510.00 93.00\""), svg);
        assertTrue(svg.contains("cx=\"283.00\" cy=\"12.00\""), "the best epoch: " + svg);
    }

    @Test
    void what_is_no_number_is_a_gap() {
        String svg = drawn(0, 1, Double.NaN, 1);

        assertTrue(svg.matches("(?s).*d=\"M[0-9. ]+L[0-9. ]+M[0-9. ]+\".*"), svg);
    }

    @ParameterizedTest
    @CsvSource({"0.013, 0.02", "0.2, 0.2", "3, 5", "51, 100", "1, 1"})
    void lines_behind_the_curves_stand_at_round_numbers(double least, double step) {
        assertEquals(step, CurveChart.step(least), 1e-12);
    }
}
