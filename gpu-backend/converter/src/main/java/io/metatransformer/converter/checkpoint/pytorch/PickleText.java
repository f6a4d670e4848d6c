package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The opcodes of protocol 0, whose arguments are lines of text. */
final class PickleText {
    private static final int NUMBER = 1000;
    private static final int TEXT = 1 << 20;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern REAL =
            Pattern.compile("[+-]?(([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|inf|nan)");

    private final PickleInput in;

    PickleText(PickleInput in) {
        this.in = in;
    }

    /** INT: a number, or {@code 00} and {@code 01} for false and true. */
    Object integer() {
        String line = ascii(NUMBER);
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        return whole(line);
    }

    /** LONG: a number with an {@code L} behind it. */
    Object longInteger() {
        String line = ascii(NUMBER);
        return whole(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
    }

    Double real() {
        String line = ascii(NUMBER);
        if (!REAL.matcher(line).matches()) {
            throw broken("a number");
        }
        String plain = line.replace("inf", "Infinity").replace("nan", "NaN");
        return Double.valueOf(plain);
    }

    /** A name of GLOBAL. */
    String name() {
        return in.decode(in.line(NUMBER));
    }

    /** STRING: quoted as Python prints it, read as UTF-8. */
    String quoted() {
        byte[] line = in.line(TEXT);
        int last = line.length - 1;
        if (last < 1 || line[0] != line[last] || line[0] != '\'' && line[0] != '"') {
            throw broken("a quoted text");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length);
        for (int i = 1; i < last; i++) {
            i = line[i] == '\\' ? escape(line, i + 1, last, out) : plain(line[i], i, out);
        }
        return in.decode(out.toByteArray());
    }

    private static int plain(byte octet, int at, ByteArrayOutputStream out) {
        out.write(octet);
        return at;
    }

    /** Returns where the escape's last character is. */
    private int escape(byte[] line, int at, int end, ByteArrayOutputStream out) {
        if (at >= end) {
            throw broken("a quoted text");
        }
        int named = "\\'\"abfnrtv".indexOf(line[at]);
        if (named >= 0) {
            out.write("\\'\"\u0007\b\f\n\r\t\u000b".charAt(named));
            return at;
        }
        if (line[at] == 'x' && at + 2 < end) {
            out.write(hex(line, at + 1, 2));
            return at + 2;
        }
        int stop = at;
        int value = 0;
        while (stop < Math.min(at + 3, end) && line[stop] >= '0' && line[stop] <= '7') {
            value = 8 * value + line[stop++] - '0';
        }
        if (stop == at) {
            throw broken("a quoted text");
        }
        out.write(value);
        return stop - 1;
    }

    /** UNICODE: Latin-1, with {@code \}{@code uXXXX} and {@code \}{@code UXXXXXXXX} for all else. */
    String unicode() {
        byte[] line = in.line(TEXT);
        StringBuilder out = new StringBuilder(line.length);
        for (int i = 0; i < line.length; i++) {
            boolean escape = line[i] == '\\' && i + 1 < line.length;
            int digits = !escape ? 0 : line[i + 1] == 'u' ? 4 : line[i + 1] == 'U' ? 8 : 0;
            if (digits == 0) {
                out.append((char) (line[i] & 0xff));
            } else {
                if (i + 1 + digits >= line.length) {
                    throw broken("a text");
                }
                int point = hex(line, i + 2, digits);
                if (!Character.isValidCodePoint(point)) {
                    throw broken("a text");
                }
                out.appendCodePoint(point);
                i += 1 + digits;
            }
        }
        return out.toString();
    }

    private int hex(byte[] line, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                throw broken("an escaped character");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private Object whole(String line) {
        if (!WHOLE.matcher(line).matches()) {
            throw broken("a whole number");
        }
        return Pickle.number(new BigInteger(line));
    }

    private String ascii(int longest) {
        return new String(in.line(longest), StandardCharsets.ISO_8859_1);
    }

    private MetaTransformerException broken(String what) {
        return in.refuse(ErrorCode.CORRUPT, "not " + what);
    }
}
