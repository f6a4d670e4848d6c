package io.metatransformer.modality.infrared;

import io.metatransformer.raster.Frame;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureDrawing;
import io.metatransformer.raster.RangeMapping;
import io.metatransformer.raster.RangeOptions;
import java.util.Locale;

/** A gray picture in colours that rise from black over purple and orange to white, as thermal cameras show it. */
final class ThermalDrawing {
    private static final int[][] COLOURS = {
        {0, 0, 0}, {66, 10, 130}, {190, 45, 90}, {252, 150, 20}, {255, 252, 225}
    };

    private ThermalDrawing() {}

    /**
     * @param name of the input, for messages
     */
    static PictureDrawing of(Picture picture, RangeOptions range, Frame frame, String name) {
        float[] unit = RangeMapping.unit(picture, range, name);
        double[] ends = RangeMapping.range(picture, range, name);
        int width = picture.width();
        return new PictureDrawing(
                width,
                picture.height(),
                (x, y) -> rgb(unit[y * width + x]),
                frame.caption(
                        String.format(
                                Locale.ROOT,
                                "gray of %d bits, %.6g (black) to %.6g (white)",
                                picture.form().bits(),
                                ends[0],
                                ends[1])));
    }

    /** Along straight lines between the colours. */
    private static int rgb(float unit) {
        float at = unit * (COLOURS.length - 1);
        int below = Math.min((int) at, COLOURS.length - 2);
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
            int from = COLOURS[below][channel];
            int to = COLOURS[below + 1][channel];
            rgb = rgb << 8 | Math.round(from + (to - from) * (at - below));
        }
        return rgb;
    }
}
