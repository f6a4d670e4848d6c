package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Boxes over the picture, each with its label and score; the best ones on top. Where boxes crowd, a tag that finds no
 * free place is left out: its colour still tells the label.
 */
final class BoxesDrawing {
    private static final int MOST = 200;
    private static final int LINE = 2;
    private static final int TAG = 17;
    private static final int WIDEST_TAG = 240;

    private BoxesDrawing() {}

    static Sheet of(String title, Prediction.Boxes answer, Optional<Backdrop.Picture> picture) {
        Ground ground = picture.map(Ground::of).orElseGet(() -> around(answer.boxes()));
        List<Prediction.Box> shown =
                answer.boxes().subList(0, Math.min(MOST, answer.boxes().size()));
        Sheet sheet =
                new Sheet(
                        ground.width() + 2 * Sheet.MARGIN,
                        ground.height() + Sheet.HEAD + 2 * Sheet.MARGIN,
                        title,
                        note(shown.size(), answer.boxes().size()));
        int left = Sheet.MARGIN;
        int top = Sheet.MARGIN + Sheet.HEAD;
        ground.draw(sheet, left, top);
        for (int i = shown.size() - 1; i >= 0; i--) {
            edges(sheet, ground, left, top, shown.get(i));
        }
        List<Rectangle> taken = new ArrayList<>();
        for (Prediction.Box box : shown) {
            tag(sheet, ground, left, top, box, taken);
        }
        return sheet;
    }

    private static String note(int shown, int all) {
        String boxes = all == 1 ? "1 box" : all + " boxes";
        return shown < all ? boxes + ", the best " + shown + " are drawn" : boxes;
    }

    /** Paper that holds all boxes, where nobody knows the picture. */
    private static Ground around(List<Prediction.Box> boxes) {
        double right = 1;
        double bottom = 1;
        for (Prediction.Box box : boxes) {
            right = Math.max(right, box.right());
            bottom = Math.max(bottom, box.bottom());
        }
        return Ground.blank(
                (int) Math.min(1 << 20, Math.ceil(right)),
                (int) Math.min(1 << 20, Math.ceil(bottom)));
    }

    private static void edges(Sheet sheet, Ground ground, int left, int top, Prediction.Box box) {
        Color colour = Palette.of(Math.max(0, box.label().index()));
        int x0 = left + ground.x(box.left());
        int y0 = top + ground.y(box.top());
        int width = Math.max(1, left + ground.x(box.right()) - x0);
        int height = Math.max(1, top + ground.y(box.bottom()) - y0);
        int across = Math.min(LINE, width);
        int down = Math.min(LINE, height);
        sheet.fill(colour, x0, y0, width, down);
        sheet.fill(colour, x0, y0 + height - down, width, down);
        sheet.fill(colour, x0, y0, across, height);
        sheet.fill(colour, x0 + width - across, y0, across, height);
    }

    /** Above the box, inside it or below it, wherever no better one's tag is; never beyond the picture. */
    private static void tag(
            Sheet sheet,
            Ground ground,
            int left,
            int top,
            Prediction.Box box,
            List<Rectangle> taken) {
        FontMetrics metrics = sheet.pen.getFontMetrics(Lettering.SMALL);
        String score = String.format(Locale.ROOT, " %.2f", box.label().score());
        int room = Math.min(WIDEST_TAG, ground.width()) - 8 - metrics.stringWidth(score);
        String text = Lettering.cut(box.label().label(), metrics, Math.max(0, room)) + score;
        int width = Math.min(ground.width(), metrics.stringWidth(text) + 8);
        int x = Math.min(left + ground.x(box.left()), left + ground.width() - width);
        int upper = top + ground.y(box.top());
        int lower = top + ground.y(box.bottom());
        for (int y : new int[] {upper - TAG, upper, lower - TAG, lower}) {
            Rectangle place = new Rectangle(x, y, width, TAG);
            boolean within = y >= top && y + TAG <= top + ground.height();
            if (within && taken.stream().noneMatch(place::intersects)) {
                Color colour = Palette.of(Math.max(0, box.label().index()));
                sheet.fill(colour, x, y, width, TAG);
                sheet.text(text, Lettering.SMALL, Palette.upon(colour), x + 4.0, y + 13.0, width);
                taken.add(place);
                return;
            }
        }
    }
}
