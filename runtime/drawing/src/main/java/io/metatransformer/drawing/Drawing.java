package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.Optional;

/** Draws answers. Thread-safe and without state; it takes up to a second, so never on an event loop. */
public final class Drawing {

    /** Side of the backdrop to ask for, px: pictures are drawn no larger. */
    public static final int SIDE = 1024;

    /** Media type of what is drawn. */
    public static final String MEDIA_TYPE = "image/png";

    private Drawing() {}

    /**
     * An answer as a PNG file, at most about 1100 px wide and 1700 px high.
     *
     * @param title what was asked about, such as a file's name
     * @param backdrop what the input shows; without it, answers that have a place in the input are drawn on paper
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for a mask or labels of points without a
     *     single pixel or point, {@link ErrorCode#IO_ERROR} if this machine has no font to write with
     */
    public static byte[] png(String title, Prediction answer, Optional<Backdrop> backdrop) {
        Lettering.requireFonts();
        return sheet(title, answer, backdrop).png();
    }

    /** What a picture that stands behind an answer is. */
    static Optional<Backdrop.Picture> picture(Optional<Backdrop> backdrop) {
        return backdrop.filter(Backdrop.Picture.class::isInstance)
                .map(Backdrop.Picture.class::cast);
    }

    private static Sheet sheet(String title, Prediction answer, Optional<Backdrop> backdrop) {
        if (answer instanceof Prediction.Boxes boxes) {
            return BoxesDrawing.of(title, boxes, picture(backdrop));
        } else if (answer instanceof Prediction.Mask mask) {
            return MaskDrawing.of(title, mask, picture(backdrop));
        } else if (answer instanceof Prediction.PointLabels points) {
            return PointsDrawing.of(title, points, backdrop);
        } else if (answer instanceof Prediction.Values values) {
            return values.values().rank() == 2
                    ? ForecastDrawing.of(title, values, backdrop)
                    : Bars.values(title, values);
        } else if (answer instanceof Prediction.Classes classes) {
            return Bars.classes(title, classes);
        } else if (answer instanceof Prediction.Neighbours neighbours) {
            return Bars.neighbours(title, neighbours);
        } else if (answer instanceof Prediction.Embedding embedding) {
            return StripDrawing.of(title, embedding);
        } else {
            return TextDrawing.of(title, (Prediction.Text) answer);
        }
    }

    static void requireSome(String what, Tensor classes, int rank) {
        if (classes.rank() != rank || classes.elements() == 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH, what + " cannot be drawn: it is " + classes);
        }
    }
}
