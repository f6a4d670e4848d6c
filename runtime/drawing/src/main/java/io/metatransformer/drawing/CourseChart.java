package io.metatransformer.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.DoubleStream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One course as a chart: what was known, a mark where it ends, the answer. */
final class CourseChart {
    static final Color KNOWN = new Color(0x5b6470);
    static final Color ANSWERED = Palette.VERMILION;

    private CourseChart() {}

    static XYChart of(Course course, int width, int height) {
        XYChart chart = new XYChartBuilder().width(width).height(height).build();
        style(chart.getStyler());
        boolean goesOn = course.goesOn();
        if (goesOn) {
            known(chart, course);
        }
        double[] x = goesOn ? after(course.knownX(), course.answeredX()) : course.answeredX();
        double[] y = goesOn ? after(course.known(), course.answered()) : course.answered();
        line(chart, "answer", course.dated(), x, y, ANSWERED);
        if (goesOn) {
            chart.addAnnotation(
                    new AnnotationLine(course.knownX()[course.knownX().length - 1], true, false));
        } else {
            known(
                    chart,
                    course); // over an answer that says it again, so that filled gaps stand out
        }
        return chart;
    }

    private static void known(XYChart chart, Course course) {
        if (Arrays.stream(course.known()).anyMatch(Double::isFinite)) {
            line(chart, "input", course.dated(), course.knownX(), course.known(), KNOWN);
        }
    }

    /** The last of {@code before}, then all of {@code then}. */
    private static double[] after(double[] before, double[] then) {
        return DoubleStream.concat(DoubleStream.of(before[before.length - 1]), Arrays.stream(then))
                .toArray();
    }

    private static void line(
            XYChart chart, String name, boolean dated, double[] x, double[] y, Color colour) {
        List<Object> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            places.add(dated ? new Date((long) x[i]) : Double.valueOf(x[i]));
            values.add(Double.isFinite(y[i]) ? y[i] : null); // a gap in the line
        }
        XYSeries line = chart.addSeries(name, places, values);
        line.setLineColor(colour);
        line.setLineStyle(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        line.setMarker(x.length <= 2 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        line.setMarkerColor(colour);
    }

    private static void style(XYStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setTimezone(TimeZone.getTimeZone("UTC"));
        styler.setLegendVisible(false);
        styler.setChartTitleVisible(false);
        styler.setAxisTitlesVisible(false);
        styler.setChartBackgroundColor(Palette.PAPER);
        styler.setPlotBackgroundColor(Palette.PAPER);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesColor(Palette.RULE);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTicksMarksVisible(false);
        styler.setAxisTickLabelsFont(Lettering.SMALL);
        styler.setAxisTickLabelsColor(Palette.QUIET);
        styler.setXAxisTickMarkSpacingHint(110);
        styler.setXAxisMaxLabelCount(8);
        styler.setYAxisTickMarkSpacingHint(45);
        styler.setyAxisTickLabelsFormattingFunction(Numbers::text);
        styler.setChartPadding(4);
        styler.setPlotMargin(0);
        styler.setAnnotationLineColor(Palette.RULE);
        styler.setAnnotationLineStroke(new BasicStroke(1));
        styler.setToolTipsEnabled(false);
    }
}
