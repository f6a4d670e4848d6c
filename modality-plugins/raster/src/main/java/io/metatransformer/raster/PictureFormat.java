package io.metatransformer.raster;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The formats of picture files that are read, recognised by their first bytes. */
public enum PictureFormat {
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp"),
    TIFF("image/tiff"),
    BMP("image/bmp"),
    GIF("image/gif");

    /** The most bytes of a file's start that recognising it takes. */
    public static final int HEAD = 32;

    /** As refusals name them. */
    public static final String NAMES = "PNG, JPEG, WebP, TIFF, BMP and GIF";

    private final String mediaType;

    PictureFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The media types of all formats. */
    public static List<String> mediaTypes() {
        return Arrays.stream(values()).map(PictureFormat::mediaType).toList();
    }

    /**
     * The format of a file that starts with {@code head}, if it is one of these.
     *
     * @param head the first {@link #HEAD} bytes or more, or all if there are fewer
     */
    public static Optional<PictureFormat> of(ByteBuffer head) {
        FileBytes start = FileBytes.of(head, "");
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (start.startsWith("RIFF") && start.length() >= 12 && start.tag(8).equals("WEBP")) {
            return Optional.of(WEBP);
        }
        if (start.startsWith("II*\0")
                || start.startsWith("MM\0*")
                || start.startsWith("II+\0")
                || start.startsWith("MM\0+")) {
            return Optional.of(TIFF);
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        return BmpFile.recognises(start) ? Optional.of(BMP) : Optional.empty();
    }
}
