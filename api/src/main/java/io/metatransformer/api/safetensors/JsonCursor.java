package io.metatransformer.api.safetensors;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the tokens of a JSON text (RFC 8259) one after the other, through a small window, and nothing twice.
 * The caller knows which token comes next, so that nesting cannot pile up.
 */
final class JsonCursor {
    /** The longest text, in bytes: far beyond any name, and bounded memory for a hostile header. */
    private static final int MAX_TEXT = 1 << 24;

    private static final int END = -1;

    private final Source source;
    private final long start;
    private final long end;
    private long next;
    private final ByteBuffer window = ByteBuffer.allocate(8192).limit(0);

    JsonCursor(Source source, long start, long end) {
        this.source = source;
        this.start = start;
        this.end = end;
        this.next = start;
    }

    /** The next byte without taking it, or -1 at the end. */
    private int peek() {
        if (!window.hasRemaining()) {
            if (next == end) {
                return END;
            }
            window.clear().limit((int) Math.min(window.capacity(), end - next));
            source.read(next, window);
            next += window.flip().remaining();
        }
        return window.get(window.position()) & 0xFF;
    }

    private int take() {
        int value = peek();
        if (value != END) {
            window.get();
        }
        return value;
    }

    /** Takes {@code expected} if it comes next, without space before it. */
    boolean takeIf(char expected) {
        boolean there = peek() == expected;
        if (there) {
            take();
        }
        return there;
    }

    /** Skips space, then takes {@code expected} if it comes next. */
    boolean accept(char expected) {
        skipSpace();
        return takeIf(expected);
    }

    /** Skips space, then takes {@code expected} or refuses. */
    void expect(char expected) {
        if (!accept(expected)) {
            throw syntax("expected '" + expected + "'");
        }
    }

    /** Skips space; nothing else may follow. */
    void expectEnd() {
        skipSpace();
        if (peek() != END) {
            throw syntax("the object has ended");
        }
    }

    private void skipSpace() {
        for (int c = peek(); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek()) {
            take();
        }
    }

    /** A whole number from 0 to 2^63-1, written without fraction, exponent or leading zeros. */
    long count() {
        skipSpace();
        int c = peek();
        if (c < '0' || c > '9') {
            throw syntax("expected a whole number of at least 0");
        }
        boolean leadingZero = c == '0';
        long value = 0;
        int digits = 0;
        for (; c >= '0' && c <= '9'; c = peek()) {
            int digit = take() - '0';
            digits++;
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw syntax("the number is past 2^63-1");
            }
            value = 10 * value + digit;
        }
        if (leadingZero && digits > 1) {
            throw syntax("a number must not start with 0");
        }
        if (c == '.' || c == 'e' || c == 'E') {
            throw syntax("expected a whole number");
        }
        return value;
    }

    /** A text, unescaped: two texts are the same if and only if they are equal here. */
    String text() {
        expect('"');
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream(32);
        for (int c = take(); c != '"'; c = take()) {
            if (c == END) {
                throw syntax("a text has no closing quote");
            }
            if (c < 0x20) {
                throw syntax("a control character in a text must be escaped");
            }
            if (c == '\\') {
                utf8.writeBytes(escaped());
            } else {
                utf8.write(c);
            }
            if (utf8.size() > MAX_TEXT) {
                throw Refusal.limit(
                        source.name(), "the header has a text longer than " + MAX_TEXT + " bytes");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, message("a text is not valid UTF-8"), e);
        }
    }

    private byte[] escaped() {
        int c = take();
        int codePoint =
                switch (c) {
                    case '"', '\\', '/' -> c;
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'u' -> codePoint();
                    default -> throw syntax("unknown escape in a text");
                };
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }

    private int codePoint() {
        char first = fourHexDigits();
        if (!Character.isSurrogate(first)) {
            return first;
        }
        if (Character.isHighSurrogate(first) && take() == '\\' && take() == 'u') {
            char second = fourHexDigits();
            if (Character.isLowSurrogate(second)) {
                return Character.toCodePoint(first, second);
            }
        }
        throw syntax("half a surrogate pair in a text");
    }

    private char fourHexDigits() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int c = take();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw syntax("\\u takes four hexadecimal digits");
            }
            value = 16 * value + digit;
        }
        return (char) value;
    }

    /** A refusal that says where the reading stopped. */
    MetaTransformerException syntax(String reason) {
        return new MetaTransformerException(ErrorCode.BAD_WEIGHTS, message(reason));
    }

    private String message(String reason) {
        long taken = next - start - window.remaining();
        return source.name() + ": header byte " + taken + ": " + reason;
    }
}
