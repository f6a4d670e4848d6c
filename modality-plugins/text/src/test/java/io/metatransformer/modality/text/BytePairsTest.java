package io.metatransformer.modality.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BytePairsTest {
    private final SplitMix64 random = new SplitMix64(11);

    private int below(int bound) {
        return (int) (random.nextDouble() * bound);
    }

    /** As the definition says it: look for the lowest rank, join all of it, look again. */
    private static int[] bySearching(MergeTable merges, int[] piece) {
        List<Integer> symbols = new ArrayList<>(IntStream.of(piece).boxed().toList());
        while (true) {
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                int rank = merges.rank(symbols.get(i), symbols.get(i + 1));
                lowest = rank >= 0 ? Math.min(lowest, rank) : lowest;
            }
            if (lowest == Integer.MAX_VALUE) {
                return symbols.stream().mapToInt(Integer::intValue).toArray();
            }
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (merges.rank(symbols.get(i), symbols.get(i + 1)) == lowest) {
                    int joined = merges.joined(symbols.get(i), symbols.remove(i + 1));
                    symbols.set(i, joined);
                }
            }
        }
    }

    /** Rules in any order, several of which may make one symbol: nothing a training would give. */
    private MergeTable anyRules(int alphabet, int rules) {
        MergeTable merges = new MergeTable(rules);
        int symbols = alphabet;
        for (int rule = 0; rule < rules; rule++) {
            int joined = rule % 4 == 3 ? alphabet + below(symbols - alphabet) : symbols++;
            merges.put(below(joined), below(joined), (rule * 7) % rules, joined);
        }
        return merges;
    }

    @Test
    void pieces_are_joined_as_the_definition_says_whatever_the_rules() {
        for (int round = 0; round < 3000; round++) {
            int alphabet = 2 + below(3);
            MergeTable merges = anyRules(alphabet, 1 + below(12));
            int[] piece = IntStream.generate(() -> below(alphabet)).limit(1 + below(30)).toArray();

            assertArrayEquals(
                    bySearching(merges, piece),
                    BytePairs.join(merges, piece.clone()),
                    () -> Arrays.toString(piece));
        }
    }

    @Test
    void equal_neighbours_are_joined_from_left_to_right() {
        MergeTable merges = new MergeTable(1);
        merges.put(0, 0, 0, 1);

        assertArrayEquals(new int[] {1, 1, 0}, BytePairs.join(merges, new int[5]));
    }

    @Test
    void a_piece_of_a_million_bytes_is_joined() {
        Vocabulary vocabulary = GoldenTexts.miniVocabulary();
        String word = "cat".repeat(350_000);

        int[] ids = vocabulary.ids(word);

        assertEquals(word.length(), IntStream.of(ids).map(id -> bytes(vocabulary, id)).sum());
    }

    /** How many letters of the repeated word an id stands for. */
    private static int bytes(Vocabulary vocabulary, int id) {
        for (String part : List.of("c", "a", "t", "ca", "cat", "catc", "at", "tc")) {
            for (int symbol : vocabulary.ids(part + "~")) {
                if (symbol == id) {
                    return part.length();
                }
            }
            int[] last = vocabulary.ids(part);
            if (last.length == 1 && last[0] == id) {
                return part.length();
            }
        }
        throw new AssertionError("no part of the word has id " + id);
    }
}
