package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.FileBytes;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The formats of files that are read, recognised by their first bytes. */
enum FilmFormat {
    MP4("mov"),
    MATROSKA("matroska"),
    AVI("avi"),
    GIF(""),
    ZIP("");

    private final String demuxer;

    FilmFormat(String demuxer) {
        this.demuxer = demuxer;
    }

    /** What FFmpeg calls the reader of this container; empty where FFmpeg is not asked. */
    String demuxer() {
        return demuxer;
    }

    /** The most bytes of a file's start that recognising it takes. */
    static final int HEAD = 512;

    private static final String NAMES =
            "MP4, MOV, Matroska, WebM, AVI, animated GIF, and pictures in a ZIP archive or a folder";

    /** Of containers that look like MP4 but hold sound or a picture. */
    private static final Set<String> NO_VIDEO =
            Set.of("M4A ", "M4B ", "heic", "heix", "heim", "heis", "mif1", "avif");

    /** Older QuickTime files start without the type of file. */
    private static final Set<String> FIRST_BOXES =
            Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot");

    static List<String> mediaTypes() {
        return List.of(
                "video/mp4",
                "video/quicktime",
                "video/x-matroska",
                "video/webm",
                "video/x-msvideo",
                "image/gif",
                "application/zip");
    }

    /** The format of a file that starts with {@code head}, if it is one of these. */
    static Optional<FilmFormat> of(ByteBuffer head) {
        FileBytes start = FileBytes.of(head, "");
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (start.startsWith("PK\3\4") || start.startsWith("PK\5\6")) {
            return Optional.of(ZIP);
        }
        if (start.startsWith("\u001aE\u00df\u00a3")) {
            return Optional.of(MATROSKA);
        }
        if (start.length() < 12) {
            return Optional.empty();
        }
        if (start.startsWith("RIFF") && start.tag(8).equals("AVI ")) {
            return Optional.of(AVI);
        }
        String box = start.tag(4);
        boolean other = box.equals("ftyp") && NO_VIDEO.contains(start.tag(8));
        return FIRST_BOXES.contains(box) && !other ? Optional.of(MP4) : Optional.empty();
    }

    /** Whether such a file is a video and nothing else. */
    boolean isVideoAlone() {
        return !demuxer.isEmpty();
    }

    /**
     * Opens the video of an input.
     *
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for bytes of no format that is
     *     read, {@link ErrorCode#BACKEND_UNAVAILABLE} for one that takes FFmpeg where there is none, and for what is
     *     wrong with the file; nothing stays open then
     */
    static Film open(Input input, VideoOptions options) {
        if (input.path().filter(Files::isDirectory).isPresent()) {
            return PictureFilm.ofFolder(input.path().get(), input.name(), options);
        }
        ByteBuffer head = input.head(HEAD);
        if (!head.hasRemaining()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, input.name() + ": the input is empty");
        }
        FilmFormat format =
                of(head).orElseThrow(
                                () ->
                                        new MetaTransformerException(
                                                ErrorCode.UNSUPPORTED_FORMAT,
                                                input.name()
                                                        + ": not a video that is read here; "
                                                        + NAMES
                                                        + " are"));
        return switch (format) {
            case GIF -> GifFilm.open(input, options);
            case ZIP -> PictureFilm.ofArchive(input, options);
            case MP4, MATROSKA, AVI -> NativeFilm.open(input, format, options);
        };
    }
}
