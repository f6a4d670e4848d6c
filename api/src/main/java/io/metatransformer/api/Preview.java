package io.metatransformer.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A small drawing of an input for a person to look at: a thumbnail, a waveform, a table's first rows.
 * It shows what was read, never what a model makes of it. Immutable.
 *
 * <p>About 360 × 240 px. Show an SVG as an image ({@code <img>}), not inline: its text comes from files
 * of strangers.
 *
 * @param mediaType {@link #SVG} or {@link #PNG}
 * @param bytes of the drawing, at most {@link #MAX_BYTES}
 * @param caption one line of plain text that says what is to be seen, such as {@code 451 × 300 px, RGB}
 * @since 0.1
 */
public record Preview(String mediaType, ByteBuffer bytes, String caption) {

    public static final String SVG = "image/svg+xml";
    public static final String PNG = "image/png";

    /** A drawing that is larger belongs in a file of its own. */
    public static final int MAX_BYTES = 256 << 10;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} for another media type,
     *     {@link ErrorCode#EMPTY_INPUT} for no bytes, {@link ErrorCode#LIMIT_EXCEEDED} for too many
     */
    public Preview {
        Objects.requireNonNull(caption, "caption");
        if (!mediaType.equals(SVG) && !mediaType.equals(PNG)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "a preview is " + SVG + " or " + PNG + ", got " + Quoted.of(mediaType));
        }
        if (!bytes.hasRemaining()) {
            throw new MetaTransformerException(ErrorCode.EMPTY_INPUT, "a preview has no bytes");
        }
        if (bytes.remaining() > MAX_BYTES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a preview has at most " + MAX_BYTES + " bytes, got " + bytes.remaining());
        }
        bytes = bytes.slice().asReadOnlyBuffer();
    }

    /** A view of the bytes, read-only, from position 0. */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /** A drawing in SVG. */
    public static Preview svg(String document, String caption) {
        return new Preview(
                SVG, ByteBuffer.wrap(document.getBytes(StandardCharsets.UTF_8)), caption);
    }

    /** A drawing in PNG; the caller gives up writing to the array. */
    public static Preview png(byte[] file, String caption) {
        return new Preview(PNG, ByteBuffer.wrap(file), caption);
    }
}
