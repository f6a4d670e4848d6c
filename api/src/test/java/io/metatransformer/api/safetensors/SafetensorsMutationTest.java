package io.metatransformer.api.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody thought of: good files with a few bytes changed, the same in every run. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SafetensorsMutationTest {
    private static final int MUTANTS = Integer.getInteger("fuzz.rounds", 10_000);
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
    private static final byte[] SIGNS =
            "{}[]\":,\\-0123456789eE. \0\u007f".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"good-all-dtypes", "good-reordered", "good-metadata-only"})
    void a_damaged_file_is_read_whole_or_refused(String golden) throws IOException {
        byte[] good = bytes(golden);
        int read = 0;
        for (int seed = 0; seed < MUTANTS; seed++) {
            byte[] mutant = mutant(good, new SplitMix64(seed));
            long began = System.nanoTime();
            try (Safetensors file = Safetensors.of(ByteBuffer.wrap(mutant), "mutant")) {
                long bytes = 0;
                for (String name : file.names()) {
                    bytes += file.raw(name).remaining();
                }
                assertTrue(bytes < mutant.length, "no byte belongs to two tensors");
                read++;
            } catch (MetaTransformerException refused) {
                assertEquals(ErrorCode.BAD_WEIGHTS, refused.code(), refused.getMessage());
                assertTrue(refused.getMessage().startsWith("mutant: "), refused.getMessage());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + seed + " is answered with " + e, e);
            }
            long taken = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            assertTrue(taken < SECONDS, "mutant " + seed + " takes " + taken + " s");
        }
        assertTrue(read < MUTANTS, "some must be refused");
    }

    private static byte[] mutant(byte[] good, SplitMix64 random) {
        byte[] mutant = good.clone();
        for (int changes = 1 + below(random, 3); changes > 0; changes--) {
            int at = below(random, mutant.length);
            switch (below(random, 5)) {
                case 0 -> mutant[at] = (byte) random.nextLong();
                case 1 -> mutant[at] ^= (byte) (1 << below(random, 8));
                case 2, 3 -> mutant[at] = SIGNS[below(random, SIGNS.length)];
                default -> mutant = Arrays.copyOf(mutant, at + 1);
            }
        }
        return mutant;
    }

    private static int below(SplitMix64 random, int bound) {
        return (int) (random.nextDouble() * bound);
    }

    private static byte[] bytes(String golden) throws IOException {
        try (InputStream in =
                SafetensorsMutationTest.class.getResourceAsStream(
                        "/golden/safetensors/" + golden + ".safetensors")) {
            return in.readAllBytes();
        }
    }
}
