package io.metatransformer.raster;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.List;

/**
 * A picture as an image model sees it: 8-bit gray or RGB, resized, cropped, normalised. Numbers in memory are
 * taken as they are.
 *
 * @param profiles of the tokenizer
 */
public record ColourPreparation(List<PictureProfile> profiles) implements Preparation {

    @Override
    public Prepared prepare(Input input, Options options, int channels) {
        PictureOptions settings = PictureOptions.from(options, profiles);
        return input.tensor().isPresent()
                ? numbers(input, settings, channels)
                : picture(ReadingOptions.read(input, options), input.name(), settings, channels);
    }

    /** The tensor of an input, already prepared. */
    public static Prepared numbers(Input input, PictureOptions settings, int channels) {
        Planes planes = Planes.of(input.tensor().orElseThrow(), channels, input.name());
        return settings.checked(Prepared.of(planes, settings.remainder()), input.name());
    }

    /**
     * A decoded picture.
     *
     * @param name of the input, for messages
     * @param channels that the weights read; gray is repeated in all of them
     */
    public static Prepared picture(
            Picture picture, String name, PictureOptions settings, int channels) {
        Rows8 rows = rows(picture, name, settings);
        Frame frame = settings.framing().of(picture.width(), picture.height());
        int width = multiple(frame.width(), settings.padMultiple());
        int height = multiple(frame.height(), settings.padMultiple());
        Prepared prepared =
                new Prepared(
                        width,
                        height,
                        frame,
                        settings.remainder(),
                        () -> normalised(frame, rows, settings, channels).padded(height, width),
                        () -> PictureDrawing.of(rows, frame));
        return settings.checked(prepared, name);
    }

    private static Planes normalised(
            Frame frame, Rows8 rows, PictureOptions settings, int channels) {
        Image8 image =
                settings.filter()
                        .map(filter -> frame.apply(rows, filter))
                        .orElseGet(() -> frame.applyBilinear(rows));
        return Planes.normalised(
                image, settings.divisor(), settings.mean(channels), settings.std(channels));
    }

    private static Rows8 rows(Picture picture, String name, PictureOptions settings) {
        try {
            return Rows8.of(picture, settings.background());
        } catch (MetaTransformerException refusal) {
            throw refusal.at(name);
        }
    }

    static int multiple(int size, int of) {
        return (int) Math.min(Integer.MAX_VALUE, ((long) size + of - 1) / of * of);
    }
}
