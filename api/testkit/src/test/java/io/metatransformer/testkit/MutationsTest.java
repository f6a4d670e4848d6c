package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MutationsTest {
    private static final byte[] GOOD = "1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void broken_inputs_are_many_and_the_same_every_time() {
        Set<Integer> first = hashes(5);

        assertTrue(first.size() > 1000, () -> first.size() + " different inputs");
        assertEquals(first, hashes(5));
        assertFalse(first.equals(hashes(6)), "another seed gives others");
    }

    @Test
    void a_reader_that_fails_in_another_way_than_by_refusing_is_found_out() {
        Mutations mutations = new Mutations(1, List.of(GOOD));

        var found =
                assertThrows(
                        AssertionError.class,
                        () ->
                                mutations.allAreReadOrRefused(
                                        bytes -> {
                                            if (bytes[3] != '\n') {
                                                throw new IllegalStateException("no line end");
                                            }
                                        }));

        assertTrue(found.getMessage().contains("no line end"), found.getMessage());
    }

    @Test
    void a_refusal_that_blames_the_machine_is_found_out() {
        Mutations mutations = new Mutations(1, List.of(GOOD));

        assertThrows(
                AssertionError.class,
                () ->
                        mutations.allAreReadOrRefused(
                                bytes -> {
                                    throw new MetaTransformerException(
                                            ErrorCode.INTERNAL, "broken");
                                }));
    }

    private static Set<Integer> hashes(long seed) {
        Set<Integer> hashes = new HashSet<>();
        new Mutations(seed, List.of(GOOD))
                .allAreReadOrRefused(bytes -> hashes.add(Arrays.hashCode(bytes)));
        return hashes;
    }
}
