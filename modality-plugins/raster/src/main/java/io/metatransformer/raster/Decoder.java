package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Runs a decoder on a file that was found in order, and says in our words what it complains about. */
final class Decoder {
    private static final Pattern ENDS_EARLY =
            Pattern.compile(
                    "premature|truncat|missing EOI|unexpected end", Pattern.CASE_INSENSITIVE);

    /** Damage that decoders guess their way around. Anything else that they warn of alters no pixel. */
    private static final Pattern DAMAGE =
            Pattern.compile(
                    "Huffman|instead of RST|progression|out-of-sequence", Pattern.CASE_INSENSITIVE);

    private Decoder() {}

    static Picture decode(FileBytes file, PictureFormat format, Outline outline) {
        Warnings warnings = new Warnings();
        try {
            BufferedImage image = run(format, outline, warnings);
            warnings.refuse(file, format);
            return DecodedImage.picture(image, outline);
        } catch (MetaTransformerException refusal) {
            throw refusal;
        } catch (IOException e) {
            throw failed(file, format, warnings, e);
        } catch (OutOfMemoryError e) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    file.name() + ": not enough memory to decode this " + format + " file",
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            // Decoders meet contradictions in a file with whatever their own arrays and casts
            // throw.
            throw failed(file, format, warnings, e);
        }
    }

    private static BufferedImage run(PictureFormat format, Outline outline, Warnings warnings)
            throws IOException {
        ImageReader reader = Readers.of(format);
        try (MemoryInput input = new MemoryInput(outline.pixels())) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener(warnings);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static MetaTransformerException failed(
            FileBytes file, PictureFormat format, Warnings warnings, Throwable cause) {
        boolean early = warnings.endsEarly;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            early |=
                    t instanceof EOFException
                            || ENDS_EARLY.matcher(String.valueOf(t.getMessage())).find();
        }
        return new MetaTransformerException(
                early ? ErrorCode.TRUNCATED : ErrorCode.CORRUPT,
                file.name()
                        + ": the "
                        + format
                        + (early ? " data ends before the picture does" : " data is damaged"),
                cause);
    }

    /** What a decoder noticed and went on after. */
    private static final class Warnings implements IIOReadWarningListener {
        private boolean endsEarly;
        private boolean damaged;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            endsEarly |= ENDS_EARLY.matcher(warning).find();
            damaged |= DAMAGE.matcher(warning).find();
        }

        void refuse(FileBytes file, PictureFormat format) {
            if (endsEarly) {
                throw file.truncated("the " + format + " data ends before the picture does");
            }
            if (damaged) {
                throw file.corrupt("the " + format + " data is damaged");
            }
        }
    }
}
