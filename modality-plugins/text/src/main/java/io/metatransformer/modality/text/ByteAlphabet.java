package io.metatransformer.modality.text;

/** A visible character for every byte, as GPT-2 chose them: symbols of byte-pair encoding are written with these. */
final class ByteAlphabet {
    static final int SIZE = 256;

    /** Ends the last symbol of a piece. */
    static final String END_OF_WORD = "</w>";

    /** Bytes in the order of their ids. */
    private static final int[] ORDER = new int[SIZE];

    private static final char[] CHARACTERS = new char[SIZE];

    static {
        int visible = 0;
        int hidden = 188; // as many are visible
        for (int b = 0; b < SIZE; b++) {
            if (isVisible(b)) {
                CHARACTERS[b] = (char) b;
                ORDER[visible++] = b;
            } else {
                CHARACTERS[b] = (char) (SIZE + hidden - 188);
                ORDER[hidden++] = b;
            }
        }
    }

    private ByteAlphabet() {}

    private static boolean isVisible(int b) {
        return b >= 0x21 && b <= 0x7e || b >= 0xa1 && b <= 0xac || b >= 0xae;
    }

    /** The character of a byte, 0 to 255. */
    static char character(int b) {
        return CHARACTERS[b];
    }

    /** The byte that has an id, 0 to 255. */
    static int byteOfId(int id) {
        return ORDER[id];
    }
}
