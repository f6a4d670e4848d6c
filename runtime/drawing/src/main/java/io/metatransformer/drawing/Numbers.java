package io.metatransformer.drawing;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as a person writes them. */
final class Numbers {
    private static final MathContext FOUR = new MathContext(4);

    private Numbers() {}

    /** Four digits, without an exponent where that is short. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(FOUR);
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal plain = rounded.stripTrailingZeros();
        return exponent >= -4 && exponent < 9
                ? plain.toPlainString()
                : plain.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
}
