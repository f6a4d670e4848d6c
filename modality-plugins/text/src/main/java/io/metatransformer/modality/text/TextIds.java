package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;

/**
 * What a text is to the model: the ids of its symbols between start and end.
 *
 * @param truncated whether symbols were cut off
 */
record TextIds(int[] ids, boolean truncated) {
    /** Bytes of a piece that are joined; a longer one is no word of any language. */
    private static final int MAX_PIECE = 1 << 20;

    /**
     * @param text clean
     * @param special whether the words of the special tokens become those tokens; else they are text
     * @param most ids, start and end included, at least 2; what is beyond is cut off, the end stays
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for a word of more than a mebibyte
     */
    static TextIds of(Vocabulary vocabulary, String text, boolean special, int most) {
        int[] ids = new int[Math.min(most, 64)];
        int count = 0;
        ids[count++] = vocabulary.start();
        Pieces pieces = new Pieces(text, special);
        while (count < most && pieces.next()) {
            int[] more = ids(vocabulary, pieces.piece(), special);
            int taken = Math.min(more.length, most - count);
            if (count + taken > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * ids.length, count + taken));
            }
            System.arraycopy(more, 0, ids, count, taken);
            count += taken;
        }
        boolean truncated = count == most;
        ids = Arrays.copyOf(ids, truncated ? count : count + 1);
        ids[ids.length - 1] = vocabulary.end();
        return new TextIds(ids, truncated);
    }

    /** As {@link #of}, of ids that are known already. */
    static TextIds between(Vocabulary vocabulary, int[] inner, int most) {
        int taken = Math.min(inner.length, most - 2);
        int[] ids = new int[taken + 2];
        ids[0] = vocabulary.start();
        System.arraycopy(inner, 0, ids, 1, taken);
        ids[taken + 1] = vocabulary.end();
        return new TextIds(ids, taken < inner.length);
    }

    private static int[] ids(Vocabulary vocabulary, String piece, boolean special) {
        if (special && piece.equals(Pieces.START)) {
            return new int[] {vocabulary.start()};
        }
        if (special && piece.equals(Pieces.END)) {
            return new int[] {vocabulary.end()};
        }
        if (piece.length() > MAX_PIECE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a word has "
                            + piece.length()
                            + " characters; up to "
                            + MAX_PIECE
                            + " without a blank are read");
        }
        return vocabulary.ids(piece);
    }

    /** Row of the first end, which sums the text up. */
    int firstEnd(Vocabulary vocabulary) {
        int at = 0;
        while (ids[at] != vocabulary.end()) {
            at++;
        }
        return at;
    }
}
