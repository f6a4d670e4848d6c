package io.metatransformer.modality.audio;

import java.util.Arrays;

/**
 * Triangles on the mel scale, {@code mel(f) = 1127·ln(1 + f/700)}, evenly spaced from 20 Hz to half the rate, each half
 * overlapping the next. Narrow ones at the low end may catch no bin of the transform; they give 0, as models are
 * trained with. Immutable.
 */
final class MelFilters {
    private static final double LOW_HZ = 20;

    private final int count;
    private final double low;
    private final double step;

    /** Per bin of the transform, the filter that it rises in; the one before falls there. */
    private final int[] rising;

    private final double[] rise;
    private final double[] fall;

    /**
     * @param rate in Hz
     * @param size of the transform
     */
    MelFilters(int count, int rate, int size) {
        this.count = count;
        this.low = mel(LOW_HZ);
        this.step = (mel(rate / 2.0) - low) / (count + 1);
        int bins = size / 2; // the last one, at half the rate, has weight 0
        rising = new int[bins];
        rise = new double[bins];
        fall = new double[bins];
        for (int i = 0; i < bins; i++) {
            double z = mel((double) i * rate / size);
            int filter = (int) Math.floor((z - low) / step);
            rising[i] = filter;
            rise[i] = Math.max(0, Math.min(up(filter, z), down(filter, z)));
            fall[i] = Math.max(0, Math.min(up(filter - 1, z), down(filter - 1, z)));
        }
    }

    private double up(int filter, double z) {
        return (z - (low + filter * step)) / step;
    }

    private double down(int filter, double z) {
        return (low + (filter + 2) * step - z) / step;
    }

    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }

    /** The edge below filter {@code filter}, which is the centre of the one before and the end of the one before that. */
    double edgeHz(int filter) {
        return 700 * (Math.exp((low + filter * step) / 1127) - 1);
    }

    /** Energies {@code [count]} of a power spectrum {@code [size/2 + 1]}. */
    void apply(double[] power, double[] energies) {
        Arrays.fill(energies, 0);
        for (int i = 0; i < rising.length; i++) {
            int filter = rising[i];
            if (filter >= 0 && filter < count) {
                energies[filter] += rise[i] * power[i];
            }
            if (filter >= 1 && filter <= count) {
                energies[filter - 1] += fall[i] * power[i];
            }
        }
    }
}
