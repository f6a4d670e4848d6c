package io.metatransformer.modality.xray;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.raster.ColourPreparation;
import io.metatransformer.raster.GrayPreparation;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureFormat;
import io.metatransformer.raster.PictureLimits;
import io.metatransformer.raster.PictureOptions;
import io.metatransformer.raster.Preparation;
import io.metatransformer.raster.Prepared;
import io.metatransformer.raster.RangeMapping;
import io.metatransformer.raster.RangeOptions;
import io.metatransformer.raster.ReadingOptions;
import java.nio.ByteBuffer;

/** Raster files and DICOM files as gray from 0 to 1, or as colours. */
final class XRayPreparation implements Preparation {

    @Override
    public Prepared prepare(Input input, Options options, int channels) {
        PictureOptions settings = PictureOptions.from(options, XRayOptions.PROFILES);
        if (input.tensor().isPresent()) {
            return ColourPreparation.numbers(input, settings, channels);
        }
        ByteBuffer head = input.head(512);
        if (DicomFile.recognises(head)) {
            try {
                return dicom(input, options, settings, channels);
            } catch (MetaTransformerException refusal) {
                throw refusal.getMessage().startsWith(input.name())
                        ? refusal
                        : refusal.at(input.name());
            }
        }
        if (head.hasRemaining() && PictureFormat.of(head).isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    input.name()
                            + ": neither a DICOM file nor a picture; DICOM, "
                            + PictureFormat.NAMES
                            + " are read");
        }
        return raster(input, options, settings, channels);
    }

    private static Prepared raster(
            Input input, Options options, PictureOptions settings, int channels) {
        Picture picture = ReadingOptions.read(input, options);
        Picture.Form form = picture.form();
        boolean deep = form.bits() != 8 || form.kind() != Picture.Kind.UNSIGNED;
        RangeOptions range = RangeOptions.from(options);
        boolean whole =
                range.rule() == RangeOptions.Rule.AUTO || range.rule() == RangeOptions.Rule.FULL;
        if (form.channels() == 1 && (deep || !whole)) {
            return GrayPreparation.prepare(
                    RangeMapping.unit(picture, range, input.name()),
                    picture.width(),
                    picture.height(),
                    input.name(),
                    settings,
                    channels);
        }
        return ColourPreparation.picture(picture, input.name(), settings, channels);
    }

    private static Prepared dicom(
            Input input, Options options, PictureOptions settings, int channels) {
        ByteBuffer bytes = input.bytes(ReadingOptions.MAX_BYTES);
        PictureLimits limits = ReadingOptions.limits(options);
        XRayOptions own = XRayOptions.from(options);
        DicomFile file = DicomFile.read(bytes, input.name());
        PixelForm form = PixelForm.of(file, limits);
        form.requireFrame(own.frame(), file.file());
        PixelData data = PixelData.read(file, form, own.frame(), limits);
        if (data.colour().isPresent()) {
            return ColourPreparation.picture(data.colour().get(), input.name(), settings, channels);
        }
        if (!form.gray()) {
            Picture picture = Colours.picture(file, form, data.values());
            return ColourPreparation.picture(picture, input.name(), settings, channels);
        }
        double[] unit = new GrayPipeline(file, form, own).unit(data.values());
        return own.quantise()
                ? ColourPreparation.picture(eightBit(form, unit), input.name(), settings, channels)
                : GrayPreparation.prepare(
                        floats(unit),
                        form.columns(),
                        form.rows(),
                        input.name(),
                        settings,
                        channels);
    }

    private static Picture eightBit(PixelForm form, double[] unit) {
        byte[] levels = new byte[unit.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.rint(255 * unit[i]);
        }
        return Picture.of(form.columns(), form.rows(), 1, levels);
    }

    private static float[] floats(double[] unit) {
        float[] floats = new float[unit.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) unit[i];
        }
        return floats;
    }
}
