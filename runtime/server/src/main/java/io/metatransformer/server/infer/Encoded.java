package io.metatransformer.server.infer;

import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Bytes that came as text.
 *
 * @param mediaType if the text names one
 */
record Encoded(byte[] bytes, Optional<String> mediaType) {
    private static final String DATA = "data:";

    /** Base64, standard or URL-safe, with or without padding. */
    static byte[] base64(String text) {
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "not base64 (standard or URL-safe, without line breaks)");
        }
    }

    /** A {@code data:} URI (RFC 2397). */
    static Encoded dataUri(String uri) {
        if (!uri.regionMatches(true, 0, DATA, 0, DATA.length())) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "only data: URIs are read; nothing is fetched from elsewhere");
        }
        int comma = uri.indexOf(',');
        if (comma < 0) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "a data: URI has a comma before its content");
        }
        String head = uri.substring(DATA.length(), comma);
        String content = uri.substring(comma + 1);
        boolean base64 = head.toLowerCase(Locale.ROOT).endsWith(";base64");
        String type = base64 ? head.substring(0, head.length() - ";base64".length()) : head;
        return new Encoded(
                base64 ? base64(content) : percent(content),
                Optional.of(type).filter(t -> !t.isBlank()));
    }

    private static byte[] percent(String content) {
        try {
            // A plus sign stands for itself in a URI; only forms mean a blank by it.
            return URLDecoder.decode(content.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "broken percent encoding in a data: URI");
        }
    }
}
