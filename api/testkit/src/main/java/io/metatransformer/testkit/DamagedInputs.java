package io.metatransformer.testkit;

import io.metatransformer.api.SplitMix64;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Bytes that went wrong on their way, the same in every run. */
final class DamagedInputs {
    private static final int CUTS = 24;
    private static final int CHANGES = 48;

    private DamagedInputs() {}

    /** Of no format, and no text in UTF-8. */
    static byte[] otherBytes() {
        byte[] bytes = new byte[600];
        SplitMix64 random = new SplitMix64(7);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextLong();
        }
        bytes[0] = (byte) 0xFE;
        bytes[1] = (byte) 0xC1;
        return bytes;
    }

    /** Cuts {@code whole} at many lengths and changes bytes, half of them near its start. */
    static void of(byte[] whole, BiConsumer<String, byte[]> use) {
        for (int cut = 0; cut < CUTS; cut++) {
            int length =
                    cut < CUTS / 2
                            ? Math.min(cut + 1, whole.length - 1)
                            : (int) ((long) whole.length * (cut - CUTS / 2) / (CUTS / 2));
            use.accept("cut to " + length + " bytes", Arrays.copyOf(whole, length));
        }
        SplitMix64 random = new SplitMix64(whole.length);
        for (int change = 0; change < CHANGES; change++) {
            int reach = change % 2 == 0 ? Math.min(64, whole.length) : whole.length;
            int at = (int) (random.nextDouble() * reach);
            byte[] changed = whole.clone();
            changed[at] = (byte) random.nextLong();
            use.accept("byte " + at + " set to " + changed[at], changed);
        }
    }
}
