package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Quoted;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.NumberField;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Numbers written as words, one after the other, with blanks, tabs and line ends between. Serves one thread. */
final class NumberWords {
    /** No number is longer; a text that is one long word would fill the memory. */
    private static final int MAX_WORD = 512;

    private static final NumberField NUMBERS = new NumberField(CsvDialect.standard());

    private final Broken broken;
    private final Utf8Reader text;
    private final boolean commas;
    private final boolean comments;
    private final char[] buffer = new char[8192];
    private int at;
    private int end;
    private long line;
    private final StringBuilder word = new StringBuilder();

    private NumberWords(
            Broken broken, ByteBuffer bytes, long line, boolean commas, boolean comments) {
        this.broken = broken;
        this.text = new Utf8Reader(broken.name(), bytes, false);
        this.line = line;
        this.commas = commas;
        this.comments = comments;
    }

    /**
     * Numbers and nothing else.
     *
     * @param bytes strict UTF-8
     * @param line of the file on which they start, counted from 1
     */
    static NumberWords plain(Broken broken, ByteBuffer bytes, long line) {
        return new NumberWords(broken, bytes, line, false, false);
    }

    /** From {@code #} to the end of the line nothing counts. */
    static NumberWords commented(Broken broken, ByteBuffer bytes) {
        return new NumberWords(broken, bytes, 1, false, true);
    }

    /** As {@link #commented}; commas separate, too. */
    static NumberWords separated(Broken broken, ByteBuffer bytes) {
        return new NumberWords(broken, bytes, 1, true, true);
    }

    /** Of the word that was found last, counted from 1. */
    long line() {
        return line;
    }

    /** Goes on to the next word, on whatever line. */
    boolean next() {
        return next(true);
    }

    /** Goes on to the next word of this line; stops before the line's end if there is none. */
    boolean nextInLine() {
        return next(false);
    }

    /** Goes on to the next line; whether there is one. */
    boolean nextLine() {
        while (peek() >= 0) {
            if (take() == '\n') {
                return peek() >= 0;
            }
        }
        return false;
    }

    private boolean next(boolean acrossLines) {
        word.setLength(0);
        for (int c = peek(); c >= 0; c = peek()) {
            if (c == '\n' && !acrossLines) {
                return false;
            }
            if (comments && c == '#') {
                skipComment();
            } else if (separates(c)) {
                take();
            } else {
                collect();
                return true;
            }
        }
        return false;
    }

    private void skipComment() {
        while (peek() >= 0 && peek() != '\n') {
            take();
        }
    }

    private void collect() {
        for (int c = peek(); c >= 0 && !(comments && c == '#') && !separates(c); c = peek()) {
            if (word.length() == MAX_WORD) {
                throw broken.malformed("has no number in line " + line + ", but " + shown());
            }
            word.append((char) take());
        }
    }

    private boolean separates(int c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || commas && c == ',';
    }

    private int take() {
        int c = peek();
        at++;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private int peek() {
        if (at == end) {
            at = 0;
            end = Math.max(0, text.read(buffer, 0, buffer.length));
        }
        return at < end ? buffer[at] : -1;
    }

    String word() {
        return word.toString();
    }

    /** The word as a number, NaN and infinity included. */
    double number() {
        String text = word.toString();
        if (NUMBERS.isNumber(text)) {
            return Double.parseDouble(text);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan", "nan(ind)", "-nan(ind)" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                    throw broken.malformed("takes a number in line " + line + ", got " + shown());
        };
    }

    /** The word as a whole number that is not negative; more than a long holds is {@link Long#MAX_VALUE}. */
    long count() {
        String text = word.toString();
        if (!text.matches("[0-9]+")) {
            throw broken.malformed("takes a count in line " + line + ", got " + shown());
        }
        return parseCount(text);
    }

    /** Digits as a number; more than a long holds is {@link Long#MAX_VALUE}. */
    static long parseCount(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    private String shown() {
        return Quoted.of(word.toString());
    }
}
