package io.metatransformer.series;

/**
 * The input of a convolution over time with kernel 3 and circular padding, laid out so that one linear layer
 * computes it.
 */
public final class CircularWindows {
    /** Steps that the convolution sees. */
    public static final int KERNEL = 3;

    private CircularWindows() {}

    /**
     * {@code [L, C]} to {@code [L, C · 3]}: of every channel the values at t - 1, t and t + 1, going round at the
     * ends. Read by the kernel {@code [D, C, 3]} flattened, this is the convolution.
     */
    public static float[] of(float[] values, int channels) {
        int steps = values.length / channels;
        float[] windows = new float[Math.multiplyExact(values.length, KERNEL)];
        for (int t = 0, at = 0; t < steps; t++) {
            int before = Math.floorMod(t - 1, steps);
            int after = (t + 1) % steps;
            for (int c = 0; c < channels; c++) {
                windows[at++] = values[before * channels + c];
                windows[at++] = values[t * channels + c];
                windows[at++] = values[after * channels + c];
            }
        }
        return windows;
    }
}
