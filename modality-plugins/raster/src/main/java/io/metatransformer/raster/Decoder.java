package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Function;
import javax.imageio.ImageReader;

/** Runs a decoder on a file that was found in order, and says in our words what it complains about. */
final class Decoder {

    /**
     * The WebP reader holds 8 bytes; where there are none it catches the end of the file bit by bit and goes
     * on with what it holds, for hours.
     */
    private static final int WEBP_AHEAD = 8;

    private Decoder() {}

    static Picture decode(FileBytes file, PictureFormat format, Outline outline) {
        return decode(file, format, outline, image -> DecodedImage.picture(image, outline));
    }

    /** As above, of which {@code take} takes what it needs. */
    static <T> T decode(
            FileBytes file,
            PictureFormat format,
            Outline outline,
            Function<BufferedImage, T> take) {
        Watch watch = new Watch();
        try {
            BufferedImage image = run(format, outline, watch);
            refuse(file, format, watch);
            return take.apply(image);
        } catch (MetaTransformerException refusal) {
            throw refusal;
        } catch (OutOfMemoryError e) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    file.name() + ": not enough memory to decode this " + format + " file",
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Decoders meet contradictions in a file with whatever their own arrays and casts
            // throw.
            throw failed(file, format, watch, e);
        }
    }

    private static BufferedImage run(PictureFormat format, Outline outline, Watch watch)
            throws IOException {
        int ahead = format == PictureFormat.WEBP ? WEBP_AHEAD : 0;
        ImageReader reader = Readers.of(format);
        try (MemoryInput input = new MemoryInput(outline.pixels(), ahead)) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener(watch);
            reader.addIIOReadProgressListener(watch);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static void refuse(FileBytes file, PictureFormat format, Watch watch) {
        // The GIF reader leaves rows that the data does not reach as they are.
        if (watch.endsEarly() || format == PictureFormat.GIF && !watch.finished()) {
            throw file.truncated("the " + format + " data ends before the picture does");
        }
        if (watch.damaged()) {
            throw file.corrupt("the " + format + " data is damaged");
        }
    }

    private static MetaTransformerException failed(
            FileBytes file, PictureFormat format, Watch watch, Throwable cause) {
        boolean early = watch.endsEarly();
        for (Throwable t = cause; t != null; t = t.getCause()) {
            early |= t instanceof EOFException || Watch.saysEarlyEnd(t.getMessage());
        }
        return new MetaTransformerException(
                early ? ErrorCode.TRUNCATED : ErrorCode.CORRUPT,
                file.name()
                        + ": the "
                        + format
                        + (early ? " data ends before the picture does" : " data is damaged"),
                cause);
    }
}
