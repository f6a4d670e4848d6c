package io.metatransformer.modality.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols of a byte-pair encoding with their ids. Immutable and shared by many threads.
 *
 * @param size number of ids
 * @param start id of the token that every text starts with
 * @param end id of the token that ends every text
 * @param inner id of each byte within a piece
 * @param last id of each byte at the end of a piece
 */
record Vocabulary(int size, int start, int end, int[] inner, int[] last, MergeTable merges) {
    /** Ids that are no merge: the bytes, the bytes at the end of a piece, start and end. */
    static final int BESIDE_MERGES = 2 * ByteAlphabet.SIZE + 2;

    /** One line of a file of merges. */
    record Merge(String left, String right) {}

    /**
     * Ids in CLIP's order: bytes, bytes at the end of a piece, merges in the order of the file, start, end. A
     * symbol that several merges make has the last of their ids.
     *
     * @throws IllegalArgumentException if a merge joins what no other makes; the message names it
     */
    static Vocabulary of(List<Merge> merges) {
        Map<String, Integer> ids = new HashMap<>(4 * merges.size());
        for (int id = 0; id < ByteAlphabet.SIZE; id++) {
            String symbol = String.valueOf(ByteAlphabet.character(ByteAlphabet.byteOfId(id)));
            ids.put(symbol, id);
            ids.put(symbol + ByteAlphabet.END_OF_WORD, ByteAlphabet.SIZE + id);
        }
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            ids.put(merge.left() + merge.right(), 2 * ByteAlphabet.SIZE + rank);
        }
        ids.put(Pieces.START, 2 * ByteAlphabet.SIZE + merges.size());
        ids.put(Pieces.END, 2 * ByteAlphabet.SIZE + merges.size() + 1);
        return of(ids, BESIDE_MERGES + merges.size(), merges);
    }

    /**
     * @param ids of every symbol, special ones included
     * @throws IllegalArgumentException if a symbol that is needed has no id; the message names it
     */
    static Vocabulary of(Map<String, Integer> ids, int size, List<Merge> merges) {
        int[] inner = new int[ByteAlphabet.SIZE];
        int[] last = new int[ByteAlphabet.SIZE];
        for (int b = 0; b < ByteAlphabet.SIZE; b++) {
            String symbol = String.valueOf(ByteAlphabet.character(b));
            inner[b] = id(ids, symbol);
            last[b] = id(ids, symbol + ByteAlphabet.END_OF_WORD);
        }
        MergeTable table = new MergeTable(merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            table.put(
                    id(ids, merge.left()),
                    id(ids, merge.right()),
                    rank,
                    id(ids, merge.left() + merge.right()));
        }
        return new Vocabulary(size, id(ids, Pieces.START), id(ids, Pieces.END), inner, last, table);
    }

    private static int id(Map<String, Integer> ids, String symbol) {
        Integer id = ids.get(symbol);
        if (id == null) {
            throw new IllegalArgumentException(symbol);
        }
        return id;
    }

    /** The ids of a piece that is none of the special tokens. */
    int[] ids(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        int[] symbols = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            symbols[i] = (i + 1 < bytes.length ? inner : last)[bytes[i] & 0xff];
        }
        return BytePairs.join(merges, symbols);
    }
}
