package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import java.awt.Color;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Classes of pixels as a veil over the picture; a class named background, and none at all, leave it as it is. */
final class MaskDrawing {
    private static final double VEIL = 0.55;
    private static final String BACKGROUND = "background";

    /** More classes share the last colour, and are not counted one by one. */
    private static final int MOST = 4096;

    private MaskDrawing() {}

    static Sheet of(String title, Prediction.Mask mask, Optional<Backdrop.Picture> picture) {
        Drawing.requireSome("a mask", mask.classes(), 2);
        int rows = mask.classes().size(0);
        int cols = mask.classes().size(1);
        Ground ground = picture.map(Ground::of).orElseGet(() -> Ground.blank(cols, rows));
        Classes classes = Classes.of(mask.classes(), mask.labels(), MOST);
        Color[] colours = colours(classes.counts().length, mask);
        Legend legend = Legend.ofShares(classes.counts(), mask.labels(), colours);
        int width = Math.max(ground.width(), 320);
        int below = legend.height(width);
        Sheet sheet =
                new Sheet(
                        width + 2 * Sheet.MARGIN,
                        ground.height() + Sheet.HEAD + 3 * Sheet.MARGIN + below,
                        title,
                        cols + " × " + rows + " px, " + classes.present());
        int left = Sheet.MARGIN;
        int top = Sheet.MARGIN + Sheet.HEAD;
        ground.draw(sheet, left, top);
        veil(sheet, ground, left, top, mask, colours);
        legend.draw(sheet, left, top + ground.height() + Sheet.MARGIN, width);
        return sheet;
    }

    private static Color[] colours(int classes, Prediction.Mask mask) {
        Color[] colours = new Color[classes];
        for (int c = 0; c < classes; c++) {
            colours[c] = isBackground(mask, c) ? Palette.RULE : Palette.of(c);
        }
        return colours;
    }

    private static boolean isBackground(Prediction.Mask mask, int c) {
        return c < mask.labels().size() && mask.labels().get(c).equalsIgnoreCase(BACKGROUND);
    }

    private static void veil(
            Sheet sheet, Ground ground, int left, int top, Prediction.Mask mask, Color[] colours) {
        FloatBuffer classes = mask.classes().data();
        int rows = mask.classes().size(0);
        int cols = mask.classes().size(1);
        for (int y = 0; y < ground.height(); y++) {
            int row = (int) ((y + 0.5) * rows / ground.height());
            for (int x = 0; x < ground.width(); x++) {
                int col = (int) ((x + 0.5) * cols / ground.width());
                int c = (int) classes.get(row * cols + col);
                if (c >= 0 && !isBackground(mask, c)) {
                    int below = sheet.image.getRGB(left + x, top + y) & 0xffffff;
                    int veil = colours[Math.min(c, colours.length - 1)].getRGB() & 0xffffff;
                    sheet.image.setRGB(left + x, top + y, Palette.between(below, veil, VEIL));
                }
            }
        }
    }
}
