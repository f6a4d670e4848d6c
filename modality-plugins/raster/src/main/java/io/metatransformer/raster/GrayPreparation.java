package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * A gray picture of more than 8 bits: numbers from 0 to 1, resized in floating point, clamped, cropped,
 * repeated in every channel and normalised.
 */
public final class GrayPreparation {
    private GrayPreparation() {}

    /**
     * @param unit {@code [height, width]}, from 0 to 1
     * @param name of the input, for messages
     * @param channels that the weights read
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a filter that has no
     *     floating-point form
     */
    public static Prepared prepare(
            float[] unit,
            int width,
            int height,
            String name,
            PictureOptions settings,
            int channels) {
        Filter filter =
                settings.filter()
                        .orElseThrow(
                                () ->
                                        new MetaTransformerException(
                                                ErrorCode.BAD_CONFIG,
                                                name
                                                        + ": option 'filter' = opencv-bilinear resizes 8 bits;"
                                                        + " bilinear, bicubic, lanczos or box resize deeper gray"));
        Frame frame = settings.framing().of(width, height);
        int toWidth = ColourPreparation.multiple(frame.width(), settings.padMultiple());
        int toHeight = ColourPreparation.multiple(frame.height(), settings.padMultiple());
        Prepared prepared =
                new Prepared(
                        toWidth,
                        toHeight,
                        frame,
                        settings.remainder(),
                        () ->
                                normalised(frame, unit, filter, settings, channels)
                                        .padded(toHeight, toWidth),
                        () -> PictureDrawing.of(unit, frame));
        return settings.checked(prepared, name);
    }

    private static Planes normalised(
            Frame frame, float[] unit, Filter filter, PictureOptions settings, int channels) {
        float[] plane = frame.apply(unit, filter);
        // Values of 8 bits would be 0 to 255 in the raw range; the same factor keeps mean and std
        // meaningful.
        float factor = 255 / settings.divisor();
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.max(0, Math.min(1, plane[i])) * factor;
        }
        return Planes.normalised(
                plane,
                frame.width(),
                frame.height(),
                settings.mean(channels),
                settings.std(channels));
    }
}
