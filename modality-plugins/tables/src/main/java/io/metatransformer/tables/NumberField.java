package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.function.Supplier;

/**
 * Numbers as a table writes them: an optional sign, digits, a fraction, an exponent. No thousands separators, no
 * hexadecimal digits, no type letters, all of which {@link Double#parseDouble} or locales would accept.
 */
public final class NumberField {
    private final CsvDialect dialect;

    public NumberField(CsvDialect dialect) {
        this.dialect = dialect;
    }

    /** Whether the field stands for no value. */
    public boolean isMissing(String field) {
        return dialect.missing().contains(field.strip());
    }

    /** Whether the field is written as a number, however large. */
    public boolean isNumber(String field) {
        return isWellFormed(field.strip());
    }

    /**
     * @param where says which field, such as {@code "a.csv: line 7, column 'hours' "}
     * @return NaN for no value
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for something else than a number,
     *     {@link ErrorCode#NON_FINITE} for infinity
     */
    public double parse(String field, Supplier<String> where) {
        String text = field.strip();
        if (dialect.missing().contains(text)) {
            return Double.NaN;
        }
        if (isWellFormed(text)) {
            double value = Double.parseDouble(text.replace(dialect.decimal(), '.'));
            if (Double.isInfinite(value)) {
                throw infinite(text, where.get());
            }
            return value;
        }
        if (text.matches("(?i)[+-]?inf(inity)?")) {
            throw infinite(text, where.get());
        }
        throw new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH, where.get() + "takes a number, got " + Quoted.of(text));
    }

    private static MetaTransformerException infinite(String text, String where) {
        return new MetaTransformerException(
                ErrorCode.NON_FINITE, where + "takes a finite number, got " + Quoted.of(text));
    }

    private boolean isWellFormed(String text) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        int afterPoint = whole;
        if (whole < text.length() && text.charAt(whole) == dialect.decimal()) {
            afterPoint = digits(text, whole + 1);
        }
        boolean anyDigit = whole > at || afterPoint > whole + 1;
        if (!anyDigit || afterPoint == text.length()) {
            return anyDigit;
        }
        if (text.charAt(afterPoint) != 'e' && text.charAt(afterPoint) != 'E') {
            return false;
        }
        int exponent = sign(text, afterPoint + 1);
        int end = digits(text, exponent);
        return end > exponent && end == text.length();
    }

    private static int sign(String text, int at) {
        boolean signed = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
        return signed ? at + 1 : at;
    }

    private static int digits(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
