package io.metatransformer.core.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers, times and names as a person writes them. */
final class Words {
    private Words() {}

    /** Four digits, without an exponent where that is short. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal plain = rounded.stripTrailingZeros();
        return exponent >= -4 && exponent < 9
                ? plain.toPlainString()
                : plain.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }

    static String time(Duration time) {
        double seconds = time.toMillis() / 1e3;
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
        }
        long minutes = time.toMinutes();
        return minutes < 60
                ? minutes + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    /** {@code mean_accuracy} as {@code mean accuracy}. */
    static String name(String key) {
        return key.replace('_', ' ');
    }
}
