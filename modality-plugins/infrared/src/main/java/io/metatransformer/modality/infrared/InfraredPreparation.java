package io.metatransformer.modality.infrared;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.raster.ColourPreparation;
import io.metatransformer.raster.GrayPreparation;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureOptions;
import io.metatransformer.raster.Preparation;
import io.metatransformer.raster.Prepared;
import io.metatransformer.raster.RangeMapping;
import io.metatransformer.raster.RangeOptions;
import io.metatransformer.raster.ReadingOptions;

/** 8 bits and colours as a picture; deeper gray by its range. */
final class InfraredPreparation implements Preparation {

    @Override
    public Prepared prepare(Input input, Options options, int channels) {
        PictureOptions settings = PictureOptions.from(options, InfraredTokenizer.PROFILES);
        RangeOptions range = RangeOptions.from(options);
        if (input.tensor().isPresent()) {
            return ColourPreparation.numbers(input, settings, channels);
        }
        Picture picture = ReadingOptions.read(input, options);
        Picture.Form form = picture.form();
        boolean gray = form.channels() == 1;
        boolean colour =
                form.colours() == 3 && form.channels() <= 4 && form.kind() == Picture.Kind.UNSIGNED;
        if (!gray && !colour || colour && channels == 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    input.name()
                            + ": "
                            + form.channels()
                            + " samples per pixel; infrared pictures have one"
                            + (channels == 1 ? "" : ", or red, green and blue"));
        }
        boolean asPicture =
                colour
                        || form.kind() == Picture.Kind.UNSIGNED
                                && form.bits() == 8
                                && (range.rule() == RangeOptions.Rule.AUTO
                                        || range.rule() == RangeOptions.Rule.FULL);
        Prepared prepared =
                asPicture
                        ? ColourPreparation.picture(picture, input.name(), settings, channels)
                        : GrayPreparation.prepare(
                                RangeMapping.unit(picture, range, input.name()),
                                picture.width(),
                                picture.height(),
                                input.name(),
                                settings,
                                channels);
        return colour
                ? prepared
                : prepared.drawnAs(
                        () -> ThermalDrawing.of(picture, range, prepared.frame(), input.name()));
    }
}
