package io.metatransformer.modality.text;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/** Character references of HTML 5: {@code &eacute;}, {@code &#233;}, {@code &#xE9;}. */
final class CharacterReferences {
    private static final Pattern ANY =
            Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");
    private static final Pattern CLOSED = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    private static final int REPLACEMENT = 0xfffd;

    private CharacterReferences() {}

    /** Replaces all of them, also those without a semicolon: there the longest known name counts. */
    static String replaceAll(String text) {
        return text.indexOf('&') < 0 ? text : ANY.matcher(text).replaceAll(found -> any(found));
    }

    /**
     * Replaces those that end in a semicolon; names that somebody wrote in capitals are read, too ({@code
     * &NTILDE;}).
     */
    static String replaceClosed(String text) {
        return text.indexOf('&') < 0
                ? text
                : CLOSED.matcher(text).replaceAll(found -> closed(found));
    }

    private static String any(MatchResult found) {
        String reference = found.group(1);
        String meant = reference.charAt(0) == '#' ? number(reference) : name(reference);
        return Matcher.quoteReplacement(meant);
    }

    private static String closed(MatchResult found) {
        String reference = found.group().substring(1);
        String meant;
        if (reference.charAt(0) == '#') {
            // Half a reference is not what was meant; &#59; is read at the end, with all others.
            String read = replaceAll(found.group());
            meant = read.indexOf(';') < 0 ? read : found.group();
        } else {
            String name = reference.substring(0, reference.length() - 1);
            String known = Entities.getByName(name);
            meant = known.isEmpty() ? capitals(name, found.group()) : known;
        }
        return Matcher.quoteReplacement(meant);
    }

    private static String capitals(String name, String otherwise) {
        String small = name.toLowerCase(Locale.ROOT);
        boolean inCapitals = name.equals(small.toUpperCase(Locale.ROOT)) && !name.equals(small);
        String known = inCapitals ? Entities.getByName(small) : "";
        return known.isEmpty() || !replaceAll(otherwise).equals(otherwise)
                ? otherwise
                : known.toUpperCase(Locale.ROOT);
    }

    private static String name(String reference) {
        if (reference.endsWith(";")) {
            String known = Entities.getByName(reference.substring(0, reference.length() - 1));
            if (!known.isEmpty()) {
                return known;
            }
        }
        for (int end = reference.length(); end > 1; end--) {
            String prefix = reference.substring(0, end);
            if (Entities.isBaseNamedEntity(prefix)) {
                return Entities.getByName(prefix) + reference.substring(end);
            }
        }
        return "&" + reference;
    }

    private static String number(String reference) {
        boolean hexadecimal = (reference.charAt(1) | 0x20) == 'x';
        int radix = hexadecimal ? 16 : 10;
        int value = 0;
        for (int i = hexadecimal ? 2 : 1; i < reference.length(); i++) {
            if (reference.charAt(i) != ';') {
                int digit = Character.digit(reference.charAt(i), radix);
                value = Math.min(value * radix + digit, Character.MAX_CODE_POINT + 1);
            }
        }
        if (value == 0
                || value > Character.MAX_CODE_POINT
                || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            return Character.toString(REPLACEMENT);
        }
        if (value >= 0x80 && value <= 0x9f) {
            return String.valueOf(Windows1252.character((char) value));
        }
        return isRemoved(value) ? "" : Character.toString(value);
    }

    /** Controls but tab, the line's two ends and form feed; code points that are no characters. */
    private static boolean isRemoved(int c) {
        boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r' || c == 0x7f;
        return control || c >= 0xfdd0 && c <= 0xfdef || (c & 0xfffe) == 0xfffe;
    }
}
