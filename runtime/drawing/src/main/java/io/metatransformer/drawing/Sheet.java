package io.metatransformer.drawing;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** White paper with a title, to draw upon. For one thread. */
final class Sheet {
    static final int MARGIN = 20;

    /** Height of the title with the room below it. */
    static final int HEAD = 34;

    private static final int GAP = 10;

    final BufferedImage image;
    final Graphics2D pen;

    /**
     * @param title what was asked about
     * @param note what is to be seen, in a few words
     */
    Sheet(int width, int height, String title, String note) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Palette.PAPER);
        pen.fillRect(0, 0, width, height);
        int room = width - 2 * MARGIN;
        int noted = Math.min(width(note, Lettering.PLAIN), room * 2 / 3);
        double named = text(title, Lettering.TITLE, Palette.TEXT, MARGIN, 30, room - noted - GAP);
        text(note, Lettering.PLAIN, Palette.QUIET, MARGIN + named + GAP, 30, noted);
    }

    int width(String text, Font font) {
        return pen.getFontMetrics(font).stringWidth(Lettering.line(text));
    }

    /**
     * Writes one line.
     *
     * @param y of its foot
     * @param room px after which it is cut
     * @return the width that it took
     */
    double text(String text, Font font, Color colour, double x, double y, double room) {
        FontMetrics metrics = pen.getFontMetrics(font);
        String cut = Lettering.cut(text, metrics, room);
        pen.setFont(font);
        pen.setColor(colour);
        pen.drawString(cut, (float) x, (float) y);
        return metrics.stringWidth(cut);
    }

    /** Writes one line that ends at {@code right}. */
    void textTo(String text, Font font, Color colour, double right, double y, double room) {
        FontMetrics metrics = pen.getFontMetrics(font);
        String cut = Lettering.cut(text, metrics, room);
        text(cut, font, colour, right - metrics.stringWidth(cut), y, room + 1);
    }

    /** Fills whole pixels, without soft edges. */
    void fill(Color colour, int x, int y, int width, int height) {
        pen.setColor(colour);
        pen.fillRect(x, y, width, height);
    }

    byte[] png() {
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }
}
