package io.metatransformer.api;

/**
 * The random numbers of this platform: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom
 * Number Generators, OOPSLA 2014), written out so that no other library can change a seeded result.
 * Not thread-safe.
 */
public final class SplitMix64 {
    private long state;

    /** Equal seeds give equal sequences, on every machine and for ever. */
    public SplitMix64(long seed) {
        state = seed;
    }

    /** Uniform over all 64-bit values. */
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * Fills {@code values} with standard normals by Box–Muller in pairs (cosine first); an odd last
     * value drops its partner.
     */
    public void fillNormal(double[] values) {
        for (int i = 0; i < values.length; i += 2) {
            double u1 = 1 - nextDouble();
            double u2 = nextDouble();
            double r = Math.sqrt(-2 * Math.log(u1));
            values[i] = r * Math.cos(2 * Math.PI * u2);
            if (i + 1 < values.length) {
                values[i + 1] = r * Math.sin(2 * Math.PI * u2);
            }
        }
    }
}
