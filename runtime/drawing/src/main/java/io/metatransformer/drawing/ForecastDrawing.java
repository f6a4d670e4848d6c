package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Optional;

/** A forecast beside what went before, one chart for each channel, since each has a unit of its own. */
final class ForecastDrawing {
    private static final int WIDTH = 960;
    private static final int MOST = 8;
    private static final int NAME = 30;

    private ForecastDrawing() {}

    static Sheet of(String title, Prediction.Values answer, Optional<Backdrop> backdrop) {
        Drawing.requireSome("a forecast", answer.values(), 2);
        Optional<Backdrop.Series> series =
                backdrop.filter(Backdrop.Series.class::isInstance).map(Backdrop.Series.class::cast);
        List<Course> courses = Course.of(answer, series, MOST);
        int panel = courses.size() == 1 ? 340 : courses.size() <= 3 ? 240 : 180;
        Sheet sheet =
                new Sheet(
                        WIDTH,
                        Sheet.HEAD + 2 * Sheet.MARGIN + courses.size() * (panel + NAME),
                        title,
                        note(answer, courses.size()));
        key(sheet, courses);
        for (int i = 0; i < courses.size(); i++) {
            int top = Sheet.MARGIN + Sheet.HEAD + i * (panel + NAME);
            sheet.text(
                    courses.get(i).name(),
                    Lettering.PLAIN,
                    Palette.TEXT,
                    Sheet.MARGIN,
                    top + 21.0,
                    WIDTH - 2.0 * Sheet.MARGIN);
            int width = WIDTH - 2 * Sheet.MARGIN;
            Graphics2D part = (Graphics2D) sheet.pen.create(Sheet.MARGIN, top + NAME, width, panel);
            CourseChart.of(courses.get(i), width, panel).paint(part, width, panel);
            part.dispose();
        }
        return sheet;
    }

    private static String note(Prediction.Values answer, int shown) {
        int steps = answer.values().size(0);
        int channels = answer.values().size(1);
        String note =
                steps
                        + (steps == 1 ? " step of " : " steps of ")
                        + channels
                        + (channels == 1 ? " channel" : " channels");
        return shown < channels ? note + ", the first " + shown + " are drawn" : note;
    }

    private static void key(Sheet sheet, List<Course> courses) {
        int x = WIDTH - Sheet.MARGIN;
        x = entry(sheet, x, "answer", CourseChart.ANSWERED);
        if (courses.stream().anyMatch(course -> course.known().length > 0)) {
            entry(sheet, x - 20, "input", CourseChart.KNOWN);
        }
    }

    private static int entry(Sheet sheet, int right, String text, java.awt.Color colour) {
        int width = sheet.width(text, Lettering.PLAIN);
        sheet.text(text, Lettering.PLAIN, Palette.TEXT, right - width, 30, width + 1.0);
        sheet.fill(colour, right - width - 26, 24, 20, 3);
        return right - width - 26;
    }
}
