package io.metatransformer.raster;

import io.metatransformer.api.Input;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;

/** The options of picture tokenizers about files and limits. */
public final class ReadingOptions {
    static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_PIXELS = "max_pixels";
    private static final String ORIENTATION = "exif_orientation";

    /** Of a file. */
    public static final int MAX_BYTES = 1 << 28;

    private ReadingOptions() {}

    /** What a model may set, and a request where it says so. */
    public static List<Option> declared() {
        return List.of(
                Option.choice(
                                ORIENTATION,
                                "apply",
                                List.of("apply", "ignore"),
                                "whether a picture is turned as its EXIF orientation tag says")
                        .settablePerRequest(),
                Option.integer(
                        MAX_PIXELS,
                        PictureLimits.DEFAULT.maxPixels(),
                        1,
                        Integer.MAX_VALUE,
                        "px",
                        "most pixels, width times height, that a file may claim"),
                Option.integer(
                        MAX_TOKENS,
                        16_384,
                        1,
                        1 << 20,
                        "",
                        "most tokens that one input may become"));
    }

    /** What a picture may claim. */
    public static PictureLimits limits(Options options) {
        return new PictureLimits(options.integer(MAX_PIXELS));
    }

    /** Reads the picture of an input, turned if the options say so. */
    public static Picture read(Input input, Options options) {
        Picture picture = PictureReader.read(input.bytes(MAX_BYTES), input.name(), limits(options));
        return options.text(ORIENTATION).equals("apply") ? picture.upright() : picture;
    }
}
