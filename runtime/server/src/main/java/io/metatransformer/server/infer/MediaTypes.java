package io.metatransformer.server.infer;

import io.metatransformer.api.Input;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds what a sender declares against what the first bytes say. Content decides; but a declared type that
 * plainly contradicts it is a mistake of the sender, and guessing which of both was meant would hide it.
 */
final class MediaTypes {
    private static final int HEAD = 16;

    private record Signature(String family, int offset, byte[] magic, List<String> types) {}

    private static final List<Signature> SIGNATURES =
            List.of(
                    of("PNG", 0, "\u0089PNG\r\n\u001a\n", "image/png", "image/apng"),
                    of("JPEG", 0, "\u00ff\u00d8\u00ff", "image/jpeg", "image/jpg", "image/pjpeg"),
                    of("GIF", 0, "GIF8", "image/gif"),
                    of("WebP", 8, "WEBP", "image/webp"),
                    of("TIFF", 0, "II*\0", "image/tiff", "image/x-tiff"),
                    of("TIFF", 0, "MM\0*", "image/tiff", "image/x-tiff"),
                    of(
                            "WAV",
                            8,
                            "WAVE",
                            "audio/wav",
                            "audio/x-wav",
                            "audio/wave",
                            "audio/vnd.wave"),
                    of("FLAC", 0, "fLaC", "audio/flac", "audio/x-flac"),
                    of("Ogg", 0, "OggS", "audio/ogg", "video/ogg", "application/ogg"),
                    of("MP4", 4, "ftyp", "video/mp4", "audio/mp4", "video/quicktime", "image/heic"),
                    of("PDF", 0, "%PDF-", "application/pdf"),
                    of("NPY", 0, "\u0093NUMPY", "application/x-npy", "application/npy"),
                    of("gzip", 0, "\u001f\u008b", "application/gzip", "application/x-gzip"),
                    of("ZIP", 0, "PK\u0003\u0004", "application/zip", "application/x-npz"),
                    of("Parquet", 0, "PAR1", "application/vnd.apache.parquet"),
                    of("PLY", 0, "ply\n", "model/ply", "application/ply", "application/x-ply"));

    private MediaTypes() {}

    private static Signature of(String family, int offset, String magic, String... types) {
        return new Signature(
                family, offset, magic.getBytes(StandardCharsets.ISO_8859_1), List.of(types));
    }

    /** Without parameters, lower case; absent if it says nothing of the content. */
    static Optional<String> meaningful(String declared) {
        if (declared == null) {
            return Optional.empty();
        }
        String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean silent =
                type.isEmpty()
                        || type.equals("application/octet-stream")
                        || type.equals("application/x-www-form-urlencoded");
        return silent ? Optional.empty() : Optional.of(type);
    }

    /**
     * @throws Refusal with {@link ProblemType#UNSUPPORTED_MEDIA_TYPE} if the content is of another known
     *     format than the declared type
     */
    static Input checked(Input input, Optional<String> declared) {
        if (declared.isEmpty() || input.tensor().isPresent()) {
            return input;
        }
        String type = declared.get();
        Optional<Signature> found = signature(input.head(HEAD));
        boolean declaresKnown = type.startsWith("text/") || family(type).isPresent();
        if (found.isPresent() && declaresKnown && !found.get().types().contains(type)) {
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    input.name() + ": declared as " + type + ", but it is " + found.get().family());
        }
        return input.withMediaType(type);
    }

    private static Optional<Signature> family(String type) {
        return SIGNATURES.stream().filter(s -> s.types().contains(type)).findFirst();
    }

    private static Optional<Signature> signature(ByteBuffer head) {
        return SIGNATURES.stream().filter(s -> starts(head, s)).findFirst();
    }

    private static boolean starts(ByteBuffer head, Signature signature) {
        int length = signature.magic().length;
        return head.remaining() >= signature.offset() + length
                && head.slice(head.position() + signature.offset(), length)
                        .equals(ByteBuffer.wrap(signature.magic()));
    }
}
