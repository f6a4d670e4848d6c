package io.metatransformer.core.plugin;

import io.metatransformer.api.Quoted;
import java.util.Collection;
import java.util.Optional;

/** Says what is there when a name is not, and which one may have been meant. */
public final class Nearest {
    private Nearest() {}

    /** {@code "; installed: audio, image. Did you mean 'image'?"} */
    public static String hint(String wanted, Collection<String> there) {
        if (there.isEmpty()) {
            return "; installed: none";
        }
        String list = "; installed: " + String.join(", ", there);
        return nearest(wanted, there)
                .map(name -> list + ". Did you mean " + Quoted.of(name) + "?")
                .orElse(list);
    }

    /** The name within two edits of {@code wanted} that needs the fewest; the first of several. */
    static Optional<String> nearest(String wanted, Collection<String> there) {
        int allowed = Math.min(2, wanted.length() / 2);
        String best = null;
        int fewest = allowed + 1;
        for (String name : there) {
            int edits = edits(wanted, name, fewest);
            if (edits < fewest) {
                best = name;
                fewest = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein distance; anything from {@code enough} on is as good as far. */
    private static int edits(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough) {
            return enough;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
