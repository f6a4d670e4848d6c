package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Bytes as UTF-8 text, a leading byte order mark dropped. Bytes that are no UTF-8 are refused with their
 * offset, or become U+FFFD per maximal broken piece. The JDK's own readers replace silently.
 */
public final class Utf8Reader extends Reader {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Bytes that are looked at to tell text from other files. */
    private static final int HEAD = 512;

    private final String name;
    private final ByteBuffer bytes;
    private final CharsetDecoder decoder;
    private final CharBuffer decoded = CharBuffer.allocate(8192).flip();

    /**
     * @param name of the input, for messages
     * @param replace whether broken bytes become U+FFFD instead of a refusal
     */
    public Utf8Reader(String name, ByteBuffer bytes, boolean replace) {
        this.name = name;
        this.bytes = bytes.duplicate();
        CodingErrorAction action = replace ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
        this.decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(action)
                        .onUnmappableCharacter(action);
        int start = bytes.position();
        int marked = start + BYTE_ORDER_MARK.length;
        if (bytes.remaining() >= BYTE_ORDER_MARK.length
                && bytes.slice(start, BYTE_ORDER_MARK.length)
                        .equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
            this.bytes.position(marked);
        }
    }

    /** Whether there are control characters among the first bytes that no text file of a table has. */
    public static boolean looksBinary(ByteBuffer bytes) {
        int end = Math.min(bytes.limit(), bytes.position() + HEAD);
        return IntStream.range(bytes.position(), end)
                .map(bytes::get)
                .anyMatch(b -> b >= 0 && b < ' ' && "\t\r\n\f".indexOf(b) < 0);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#ENCODING}
     */
    @Override
    public int read(char[] target, int offset, int length) {
        if (!decoded.hasRemaining() && !decode()) {
            return -1;
        }
        int count = Math.min(length, decoded.remaining());
        decoded.get(target, offset, count);
        return count;
    }

    private boolean decode() {
        decoded.clear();
        CoderResult result = decoder.decode(bytes, decoded, true);
        decoded.flip();
        if (result.isError() && !decoded.hasRemaining()) {
            throw new MetaTransformerException(
                    ErrorCode.ENCODING,
                    name + ": the text is not UTF-8 at byte " + bytes.position());
        }
        return decoded.hasRemaining();
    }

    /** Nothing is held. */
    @Override
    public void close() {}
}
