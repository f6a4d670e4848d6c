package io.metatransformer.drawing;

import io.metatransformer.api.Prediction;
import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;

/** A text, broken into lines. */
final class TextDrawing {
    private static final int WIDTH = 720;
    private static final int LINE = 20;
    private static final int MOST = 60;

    private TextDrawing() {}

    static Sheet of(String title, Prediction.Text answer) {
        Sheet probe = new Sheet(1, 1, "", "");
        FontMetrics metrics = probe.pen.getFontMetrics(Lettering.PLAIN);
        List<String> lines = lines(answer.text(), metrics, WIDTH - 2 * Sheet.MARGIN);
        int height = Sheet.HEAD + 2 * Sheet.MARGIN + lines.size() * LINE;
        Sheet sheet = new Sheet(WIDTH, height, title, "");
        for (int i = 0; i < lines.size(); i++) {
            double y = Sheet.HEAD + Sheet.MARGIN + (i + 0.75) * LINE;
            sheet.text(lines.get(i), Lettering.PLAIN, Palette.TEXT, Sheet.MARGIN, y, WIDTH);
        }
        return sheet;
    }

    private static List<String> lines(String text, FontMetrics metrics, int room) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.lines().limit(MOST).toList()) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", 2000)) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (!line.isEmpty() && metrics.stringWidth(Lettering.line(longer)) > room) {
                    lines.add(line.toString());
                    line.setLength(0);
                    line.append(word);
                } else {
                    line.setLength(0);
                    line.append(longer);
                }
                if (lines.size() == MOST) {
                    lines.set(MOST - 1, lines.get(MOST - 1) + " …");
                    return lines;
                }
            }
            lines.add(line.toString());
        }
        return lines.subList(0, Math.min(MOST, lines.size()));
    }
}
