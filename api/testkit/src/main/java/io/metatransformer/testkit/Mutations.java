package io.metatransformer.testkit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.SplitMix64;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Throws broken inputs at a reader: good ones with bits flipped, pieces cut out, doubled, moved or swapped for the
 * numbers and signs that readers trip over. The same in every run. How many is set with {@code -Dfuzz.rounds}, and
 * how long one may take with {@code -Dfuzz.seconds}; the defaults are for every build, profile {@code fuzz} asks more.
 */
public final class Mutations {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 2000);
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
    private static final int MOST_CHANGES = 4;
    private static final List<byte[]> TRAPS =
            List.of(
                    text("-1"),
                    text("0"),
                    text("2147483648"),
                    text("9223372036854775808"),
                    text("1e999"),
                    text("NaN"),
                    text("\""),
                    text("'"),
                    text("["),
                    text("{"),
                    text(","),
                    text("\n"),
                    text("\u0000"),
                    text("\uFEFF"),
                    new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
                    new byte[] {0, 0, 0, (byte) 0x80},
                    new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});

    private final List<byte[]> seeds;
    private final SplitMix64 random;

    /** Good inputs, one of each format, and a seed for everything that is drawn. */
    public Mutations(long seed, List<byte[]> good) {
        this.seeds = List.copyOf(good);
        this.random = new SplitMix64(seed);
    }

    /**
     * Checks that {@code read} reads each broken input, or refuses it as the caller's fault with a message that
     * is fit to be sent back, and in time.
     */
    public void allAreReadOrRefused(Consumer<byte[]> read) {
        try (Watch watch = new Watch(SECONDS)) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] broken = next();
                try {
                    watch.run(() -> read.accept(broken));
                } catch (MetaTransformerException refusal) {
                    if (refusal.code().turn() != ErrorCode.Turn.CALLER) {
                        throw new AssertionError(
                                shown(round, broken) + " is refused: " + refusal, refusal);
                    }
                    Refused.checkMessage(refusal);
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(shown(round, broken) + " is answered with " + e, e);
                }
            }
        }
    }

    private static String shown(int round, byte[] bytes) {
        int end = Math.min(bytes.length, 400);
        return "round "
                + round
                + ", "
                + bytes.length
                + " bytes: "
                + new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private byte[] next() {
        byte[] bytes = seeds.get(below(seeds.size()));
        for (int changes = 1 + below(MOST_CHANGES); changes > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int from = below(bytes.length + 1);
        int to = Math.min(bytes.length, from + 1 + below(16));
        return switch (below(6)) {
            case 0 -> joined(bytes, from, new byte[0], to);
            case 1 -> joined(bytes, from, TRAPS.get(below(TRAPS.size())), from);
            case 2 -> joined(bytes, from, TRAPS.get(below(TRAPS.size())), to);
            case 3 -> joined(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
            case 4 -> joined(bytes, from, piece(), to);
            default -> flipped(bytes);
        };
    }

    /** A piece of any seed: what is right elsewhere is wrong here. */
    private byte[] piece() {
        byte[] other = seeds.get(below(seeds.size()));
        int from = below(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + below(32)));
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[below(flipped.length)] ^= (byte) (1 << below(8));
        }
        return flipped;
    }

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, head);
        joined.writeBytes(middle);
        joined.write(bytes, tail, bytes.length - tail);
        return joined.toByteArray();
    }

    private int below(int bound) {
        return (int) (random.nextDouble() * bound);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
