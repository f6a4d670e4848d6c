package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The formats of sound that are known by their first bytes. */
enum SoundFormat {
    WAV(List.of("audio/wav", "audio/x-wav", "audio/vnd.wave")),
    FLAC(List.of("audio/flac", "audio/x-flac")),
    AIFF(List.of("audio/aiff", "audio/x-aiff")),
    AU(List.of("audio/basic")),
    MP3(List.of("audio/mpeg", "audio/mp3")),
    OGG(List.of("audio/ogg")),
    MP4(List.of("audio/mp4"));

    /** Those that need no FFmpeg. */
    static final String NAMES = "WAV, FLAC, AIFF and AU";

    private final List<String> mediaTypes;

    SoundFormat(List<String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    static List<String> allMediaTypes() {
        return Arrays.stream(values()).flatMap(format -> format.mediaTypes.stream()).toList();
    }

    /**
     * @param head the first bytes of a file, or all
     */
    static Optional<SoundFormat> of(ByteBuffer head) {
        return of(SoundBytes.of(head, "input"), 0);
    }

    private static Optional<SoundFormat> of(SoundBytes file, long at) {
        if (file.has(at + 8, "WAVE")
                && (file.has(at, "RIFF")
                        || file.has(at, "RIFX")
                        || file.has(at, "RF64")
                        || file.has(at, "BW64"))) {
            return Optional.of(WAV);
        }
        if (file.has(at, "fLaC")) {
            return Optional.of(FLAC);
        }
        if (file.has(at, "FORM") && (file.has(at + 8, "AIFF") || file.has(at + 8, "AIFC"))) {
            return Optional.of(AIFF);
        }
        if (file.has(at, ".snd")) {
            return Optional.of(AU);
        }
        if (file.has(at, "OggS") && ogg(file, at)) {
            return Optional.of(OGG);
        }
        if (file.has(at + 4, "ftypM4A") || file.has(at + 4, "ftypM4B")) {
            return Optional.of(MP4);
        }
        return file.has(at, "ID3") || MpegFrame.at(file, at) ? Optional.of(MP3) : Optional.empty();
    }

    /** The first packet of a page of one stream says what is in it. */
    private static boolean ogg(SoundBytes file, long at) {
        return file.has(at + 28, "\u0001vorbis")
                || file.has(at + 28, "OpusHead")
                || file.has(at + 28, "\u007fFLAC")
                || file.has(at + 28, "Speex   ");
    }

    /** A film has sound, too: read where somebody asks for it, but not recognised as one. */
    private static Optional<SoundFormat> film(SoundBytes file) {
        return file.has(4, "ftyp") ? Optional.of(MP4) : Optional.empty();
    }

    /**
     * Reads a whole file.
     *
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for another format, {@link
     *     ErrorCode#CORRUPT}, {@link ErrorCode#TRUNCATED}, {@link ErrorCode#EMPTY_INPUT}, {@link
     *     ErrorCode#NON_FINITE}, {@link ErrorCode#LIMIT_EXCEEDED}, {@link ErrorCode#BACKEND_UNAVAILABLE}
     */
    static Sound read(ByteBuffer bytes, String name, SoundLimits limits) {
        SoundBytes file = SoundBytes.of(bytes, name);
        long start = MpegFrame.afterTags(file);
        SoundFormat format =
                of(file, start)
                        .or(() -> of(file, 0))
                        .or(() -> film(file))
                        .orElseThrow(
                                () ->
                                        file.unsupported(
                                                "not a sound; "
                                                        + NAMES
                                                        + " files are read, with FFmpeg MP3, OGG and M4A"));
        return switch (format) {
            case WAV -> WavFile.read(file, limits);
            case FLAC -> FlacFile.read(file, start, limits);
            case AIFF -> AiffFile.read(file, limits);
            case AU -> AuFile.read(file, limits);
            case MP3 -> FfmpegSound.read(file, format, "mp3", MpegFrame.sounding(file), limits);
            case OGG -> FfmpegSound.read(file, format, "ogg", 0, limits);
            case MP4 -> FfmpegSound.read(file, format, "mov", 0, limits);
        };
    }
}
