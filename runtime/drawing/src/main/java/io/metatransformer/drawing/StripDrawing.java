package io.metatransformer.drawing;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.Locale;

/** Vectors as rows of colours: blue below zero, white at it, orange above. */
final class StripDrawing {
    private static final int WIDTH = 768;
    private static final int HEIGHT = 72;
    private static final int MOST_HEIGHT = 768;
    private static final int FOOT = 30;
    private static final int NEGATIVE = 0x0b5a99;
    private static final int ZERO = 0xffffff;
    private static final int POSITIVE = 0xc75000;

    private StripDrawing() {}

    static Sheet of(String title, Prediction.Embedding embedding) {
        Tensor vectors = embedding.vectors();
        int rows = vectors.rank() == 2 ? vectors.size(0) : 1;
        int cols = vectors.size(vectors.rank() - 1);
        float[] values = vectors.toArray();
        if (values.length == 0) {
            Drawing.requireSome("an embedding", vectors, vectors.rank());
        }
        int height = rows == 1 ? HEIGHT : Math.max(HEIGHT, Math.min(MOST_HEIGHT, 4 * rows));
        Sheet sheet =
                new Sheet(
                        WIDTH + 2 * Sheet.MARGIN,
                        height + Sheet.HEAD + 2 * Sheet.MARGIN + FOOT,
                        title,
                        note(rows, cols, values));
        float most = 0;
        for (float value : values) {
            most = Float.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
        }
        int top = Sheet.MARGIN + Sheet.HEAD;
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * rows / height);
            for (int x = 0; x < WIDTH; x++) {
                int from = row * cols + (int) ((long) x * cols / WIDTH);
                int to = row * cols + (int) ((long) (x + 1) * cols / WIDTH);
                sheet.image.setRGB(
                        Sheet.MARGIN + x,
                        top + y,
                        colour(values, from, Math.max(from + 1, to), most));
            }
        }
        foot(sheet, top + height + 12, most);
        return sheet;
    }

    private static String note(int rows, int cols, float[] values) {
        if (rows > 1) {
            return rows + " vectors of " + cols + " values, one per row";
        }
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return String.format(
                Locale.ROOT, "%d values, length %s", cols, Numbers.text(Math.sqrt(squares)));
    }

    /** Of the value among several that is farthest from zero, so that no peak is lost. */
    private static int colour(float[] values, int from, int to, float most) {
        float value = 0;
        for (int i = from; i < to; i++) {
            value = Math.abs(values[i]) > Math.abs(value) ? values[i] : value;
        }
        double share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
        return Palette.between(ZERO, value < 0 ? NEGATIVE : POSITIVE, share);
    }

    private static void foot(Sheet sheet, int top, float most) {
        int width = 160;
        int left = Sheet.MARGIN + (WIDTH - width) / 2;
        for (int x = 0; x < width; x++) {
            float value = 2f * x / (width - 1) - 1;
            int rgb = colour(new float[] {value}, 0, 1, 1);
            sheet.fill(new java.awt.Color(rgb), left + x, top + 4, 1, 10);
        }
        String text = Numbers.text(most);
        sheet.textTo("-" + text, Lettering.SMALL, Palette.QUIET, left - 8, top + 13, 200);
        sheet.text(text, Lettering.SMALL, Palette.QUIET, left + width + 8, top + 13, 200);
    }
}
