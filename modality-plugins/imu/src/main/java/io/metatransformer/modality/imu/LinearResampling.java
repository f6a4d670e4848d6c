package io.metatransformer.modality.imu;

import java.util.Arrays;

/** An even rate from real times: each new sample lies on the line between its neighbours. */
final class LinearResampling {
    private LinearResampling() {}

    /**
     * @param start of the new samples, in milliseconds since the first of {@code signal}
     * @param rate new samples per second
     * @param count of new samples
     * @return {@code [n, 6]}, {@code n <= count}: none is made up beyond the last of {@code signal}
     */
    static double[] apply(ImuSignal signal, double start, double rate, int count) {
        double[] times = signal.times();
        double[] resampled = new double[Math.multiplyExact(count, Column.COUNT)];
        double last = times[times.length - 1];
        int before = 0;
        for (int i = 0; i < count; i++) {
            double time = times[0] + start + i * 1000.0 / rate;
            if (time > last) {
                return Arrays.copyOf(resampled, i * Column.COUNT);
            }
            while (before < times.length - 2 && times[before + 1] <= time) {
                before++;
            }
            int after = Math.min(before + 1, times.length - 1);
            double span = times[after] - times[before];
            double part = span > 0 ? (time - times[before]) / span : 0;
            for (int channel = 0; channel < Column.COUNT; channel++) {
                double from = signal.values()[before * Column.COUNT + channel];
                double to = signal.values()[after * Column.COUNT + channel];
                resampled[i * Column.COUNT + channel] = from + (to - from) * part;
            }
        }
        return resampled;
    }
}
