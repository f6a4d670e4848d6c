package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The lines of text that stand before the body of a PLY or PCD file. Serves one thread. */
final class HeaderLines {
    /** Bytes of a header, at most. */
    static final int MAX_BYTES = 64 << 10;

    private final Broken broken;
    private final ByteBuffer bytes;
    private final int start;
    private int count;

    /**
     * @param bytes whose position moves line by line
     */
    HeaderLines(Broken broken, ByteBuffer bytes) {
        this.broken = broken;
        this.bytes = bytes;
        this.start = bytes.position();
    }

    /** How many were read. */
    int count() {
        return count;
    }

    /** The next line, its words separated by single blanks; lines end in LF or CRLF. */
    String next() {
        int from = bytes.position();
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') {
                count++;
                byte[] line = new byte[bytes.position() - 1 - from];
                bytes.get(from, line);
                return new String(line, StandardCharsets.ISO_8859_1)
                        .strip()
                        .replaceAll("[ \t]+", " ");
            }
            if (bytes.position() - start > MAX_BYTES) {
                throw broken.as(
                        ErrorCode.LIMIT_EXCEEDED,
                        "has a header of more than " + MAX_BYTES + " bytes");
            }
        }
        throw broken.malformed("ends inside its header");
    }
}
