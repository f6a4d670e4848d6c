package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads picture files without altering a sample: no colour profile is applied, no gamma, no rounding to 8
 * bits. What a file claims is checked before anything is allocated for it.
 *
 * <p>Thread-safe and without state. Nothing is registered with the JDK's global list of image readers, so that
 * a class loader that holds this library can be unloaded.
 */
public final class PictureReader {
    private PictureReader() {}

    /**
     * Reads the first picture of a file of any {@link PictureFormat}.
     *
     * @param bytes the whole file, from position to limit
     * @param name of the file, for messages
     * @return the picture as it lies in the file; {@link Picture#upright} turns it
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for bytes of no format or
     *     variant that is read, {@link ErrorCode#TRUNCATED} for a file that ends early, {@link
     *     ErrorCode#CORRUPT} for one that contradicts itself, {@link ErrorCode#LIMIT_EXCEEDED} past {@code
     *     limits}, {@link ErrorCode#INSUFFICIENT_RESOURCES} if the process has not enough memory for it
     */
    public static Picture read(ByteBuffer bytes, String name, PictureLimits limits) {
        FileBytes file = FileBytes.of(bytes, name);
        if (file.length() == 0) {
            throw file.refusal(ErrorCode.EMPTY_INPUT, "the file is empty");
        }
        PictureFormat format =
                PictureFormat.of(bytes)
                        .orElseThrow(
                                () ->
                                        file.unsupported(
                                                "not a picture file; "
                                                        + PictureFormat.NAMES
                                                        + " are read"));
        return switch (format) {
            case PNG -> Decoder.decode(file, format, PngFile.outline(file, limits));
            case JPEG -> Decoder.decode(file, format, JpegFile.outline(file, limits));
            case WEBP -> Decoder.decode(file, format, WebpFile.outline(file, limits));
            case BMP -> Decoder.decode(file, format, BmpFile.outline(file, limits));
            case GIF -> Decoder.decode(file, format, GifFile.outline(file, limits));
            case TIFF -> TiffFile.read(file, limits);
        };
    }

    /**
     * Reads all pages of a TIFF file, without the reduced copies and masks that some files keep of them: where
     * a page is a band, as of a scene.
     *
     * @param most pages that are read
     * @throws MetaTransformerException as {@link #read}; {@link ErrorCode#LIMIT_EXCEEDED} also for more pages
     */
    public static List<Picture> pages(
            ByteBuffer bytes, String name, PictureLimits limits, int most) {
        FileBytes file = FileBytes.of(bytes, name);
        if (PictureFormat.of(bytes).filter(PictureFormat.TIFF::equals).isEmpty()) {
            throw file.unsupported("not a TIFF file");
        }
        return TiffFile.pages(file, limits, most);
    }
}
