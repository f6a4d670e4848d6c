package io.metatransformer.modality.video;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names as people number them: {@code frame2} before {@code frame10}. */
final class FrameOrder {
    private static final Pattern PIECE = Pattern.compile("[0-9]+|[^0-9]+");

    /** Runs of digits compare as numbers, what is between them as text. */
    static final Comparator<PictureFilm.Still> BY_NUMBER =
            Comparator.comparing(PictureFilm.Still::name, FrameOrder::compare);

    private FrameOrder() {}

    static int compare(String a, String b) {
        List<String> left = pieces(a);
        List<String> right = pieces(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = comparePieces(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        int shorter = Integer.compare(left.size(), right.size());
        return shorter != 0 ? shorter : a.compareTo(b); // 01 and 1
    }

    private static List<String> pieces(String name) {
        return PIECE.matcher(name).results().map(MatchResult::group).toList();
    }

    private static int comparePieces(String a, String b) {
        return isNumber(a) && isNumber(b)
                ? new BigInteger(a).compareTo(new BigInteger(b))
                : a.compareTo(b);
    }

    private static boolean isNumber(String piece) {
        return piece.charAt(0) >= '0' && piece.charAt(0) <= '9';
    }
}
