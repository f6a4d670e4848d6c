package io.metatransformer.head.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void the_largest_come_first_and_ties_in_order_of_index() {
        float[] numbers = new float[300];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Examples.noise(2, i)[0];
            numbers[i] = Math.round(4 * numbers[i]) / 4f; // many ties
        }
        numbers[7] = -0f;
        for (int k : new int[] {1, 2, 3, 17, 299, 300, 1000}) {
            int[] expected =
                    IntStream.range(0, numbers.length)
                            .boxed()
                            .sorted(Comparator.comparing((Integer i) -> 0f - numbers[i]))
                            .limit(k)
                            .mapToInt(Integer::intValue)
                            .toArray();

            assertArrayEquals(expected, Nearest.of(numbers, 0, numbers.length, k), k + " of them");
        }
    }

    @Test
    void one_row_of_several_is_looked_at() {
        assertArrayEquals(new int[] {1, 0}, Nearest.of(new float[] {9, 1, 2, 9}, 1, 2, 5));
    }
}
