package io.metatransformer.raster;

import java.util.function.Supplier;

/**
 * A picture about to be cut into patches: its size is known, and its numbers are computed once that is found
 * to be within limits.
 *
 * @param width of the planes, in pixels
 * @param height of the planes, in pixels
 * @param frame where those pixels lie in the picture that came
 * @param remainder what happens to pixels beyond the last full patch
 * @param planes computes them
 * @param drawing the picture for a person; a new one for each who looks
 */
public record Prepared(
        int width,
        int height,
        Frame frame,
        Remainder remainder,
        Supplier<Planes> planes,
        Supplier<PictureDrawing> drawing) {

    /** Numbers that somebody else prepared. */
    public static Prepared of(Planes planes, Remainder remainder) {
        return new Prepared(
                planes.width(),
                planes.height(),
                Frame.whole(planes.width(), planes.height()),
                remainder,
                () -> planes,
                () -> PictureDrawing.of(planes));
    }

    /** The same, drawn in another way. */
    public Prepared drawnAs(Supplier<PictureDrawing> other) {
        return new Prepared(width, height, frame, remainder, planes, other);
    }
}
