package io.metatransformer.raster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What happens to rows and columns beyond the last full patch. */
public enum Remainder {
    /** The picture is refused. */
    ERROR,
    /** They are not read. */
    DROP,
    /** Zeros fill the last patch, at the right and below. */
    PAD_ZERO;

    /** As options write it: {@code error}, {@code drop}, {@code pad-zero}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Remainder::word).toList();
    }

    /** The one of this word, which is one of {@link #words}. */
    public static Remainder of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
