package io.metatransformer.modality.image;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.raster.Frame;
import io.metatransformer.raster.Image8;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.Planes;
import io.metatransformer.raster.Preparation;
import io.metatransformer.raster.Prepared;
import io.metatransformer.raster.ReadingOptions;
import io.metatransformer.raster.Rows8;

/** A picture as an image model sees it: 8-bit RGB, resized, cropped, normalised. */
final class ImagePreparation implements Preparation {

    @Override
    public Prepared prepare(Input input, Options options, int channels) {
        ImageOptions settings = ImageOptions.from(options);
        Prepared prepared =
                input.tensor()
                        .map(tensor -> Planes.of(tensor, channels, input.name()))
                        .map(planes -> Prepared.of(planes, settings.remainder()))
                        .orElseGet(() -> picture(input, options, settings));
        settings.exactSize().ifPresent(edge -> requireSize(input, prepared, edge));
        return prepared;
    }

    private static Prepared picture(Input input, Options options, ImageOptions settings) {
        Picture picture = ReadingOptions.read(input, options);
        Frame frame = settings.framing().of(picture.width(), picture.height());
        Rows8 rows = rows(input, picture, settings);
        int width = multiple(frame.width(), settings.padMultiple());
        int height = multiple(frame.height(), settings.padMultiple());
        return new Prepared(
                width,
                height,
                frame,
                settings.remainder(),
                () -> normalised(frame, rows, settings).padded(height, width));
    }

    private static Planes normalised(Frame frame, Rows8 rows, ImageOptions settings) {
        Image8 image =
                settings.filter()
                        .map(filter -> frame.apply(rows, filter))
                        .orElseGet(() -> frame.applyBilinear(rows));
        return Planes.normalised(image, settings.divisor(), settings.mean(), settings.std());
    }

    private static Rows8 rows(Input input, Picture picture, ImageOptions settings) {
        try {
            return Rows8.of(picture, settings.background());
        } catch (MetaTransformerException refusal) {
            throw refusal.at(input.name());
        }
    }

    private static int multiple(int size, int of) {
        return (int) Math.min(Integer.MAX_VALUE, ((long) size + of - 1) / of * of);
    }

    private static void requireSize(Input input, Prepared prepared, int edge) {
        if (prepared.width() != edge || prepared.height() != edge) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    input.name()
                            + ": "
                            + prepared.width()
                            + " x "
                            + prepared.height()
                            + " px, exactly "
                            + edge
                            + " x "
                            + edge
                            + " are read; set 'remainder' to drop or pad-zero for other sizes");
        }
    }
}
