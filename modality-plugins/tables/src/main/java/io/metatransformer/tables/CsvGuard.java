package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.Reader;

/**
 * Watches CSV text on its way to the parser, which itself lets a quote stay open at the end of the file
 * and names no line: follows fields and quotes as RFC 4180 has them and stops what is too large before it is stored.
 */
final class CsvGuard extends Reader {
    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** After a quote inside quotes: the end of the field, or half of a doubled quote. */
        QUOTE_IN_QUOTED
    }

    private static final int MAX_FIELD = 1 << 20;

    private final String name;
    private final Reader text;
    private final char separator;
    private final int maxFields;

    private State state = State.FIELD_START;
    private long line = 1;
    private long quotedSince;
    private int fieldLength;
    private int fields = 1;

    CsvGuard(String name, Reader text, char separator, int maxFields) {
        this.name = name;
        this.text = text;
        this.separator = separator;
        this.maxFields = maxFields;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = text.read(target, offset, length);
        if (count < 0 && state == State.QUOTED) {
            throw refusal(
                    ErrorCode.MALFORMED, "the quote opened in line " + quotedSince + " stays open");
        }
        for (int i = offset; i < offset + count; i++) {
            follow(target[i]);
        }
        return count;
    }

    private void follow(char c) {
        if (c == '\n') {
            line++;
        }
        if (state == State.QUOTED) {
            grow();
            if (c == '"') {
                state = State.QUOTE_IN_QUOTED;
            }
        } else if (c == separator) {
            nextField();
        } else if (c == '\n' || c == '\r') {
            fields = 1;
            startField();
        } else if (c == '"' && state != State.PLAIN) {
            if (state == State.FIELD_START) {
                quotedSince = line;
            }
            state = State.QUOTED;
        } else if (state == State.QUOTE_IN_QUOTED) {
            throw refusal(ErrorCode.MALFORMED, "line " + line + " has text after a closing quote");
        } else {
            grow();
            state = State.PLAIN;
        }
    }

    private void nextField() {
        if (++fields > maxFields) {
            throw refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "line " + line + " has more than " + maxFields + " fields");
        }
        startField();
    }

    private void startField() {
        fieldLength = 0;
        state = State.FIELD_START;
    }

    private void grow() {
        if (++fieldLength > MAX_FIELD) {
            throw refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a field in line " + line + " is longer than " + MAX_FIELD + " characters");
        }
    }

    private MetaTransformerException refusal(ErrorCode code, String what) {
        return new MetaTransformerException(code, name + ": " + what);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
