package io.metatransformer.modality.timeseries;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The times of all steps, packed. Immutable once built. */
final class Times {
    private final long[] seconds;
    private final int[] nanos;
    private final int[] offsets;
    private final boolean absolute;

    private Times(long[] seconds, int[] nanos, int[] offsets, boolean absolute) {
        this.seconds = seconds;
        this.nanos = nanos;
        this.offsets = offsets;
        this.absolute = absolute;
    }

    int size() {
        return seconds.length;
    }

    Stamp at(int step) {
        return new Stamp(seconds[step], nanos[step], offsets[step], absolute);
    }

    /** These times in another order, or fewer of them. */
    Times select(int[] steps) {
        return new Times(
                IntStream.of(steps).mapToLong(step -> seconds[step]).toArray(),
                IntStream.of(steps).map(step -> nanos[step]).toArray(),
                IntStream.of(steps).map(step -> offsets[step]).toArray(),
                absolute);
    }

    /** Below 0 if the instant of {@code a} is before that of {@code b}. */
    int compare(int a, int b) {
        int bySecond = Long.compare(seconds[a], seconds[b]);
        return bySecond != 0 ? bySecond : Integer.compare(nanos[a], nanos[b]);
    }

    /** The median distance between neighbours in seconds; NaN for fewer than 2 times. */
    double medianStep() {
        if (size() < 2) {
            return Double.NaN;
        }
        double[] steps = new double[size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] =
                    Math.abs(
                            (double) (seconds[i + 1] - seconds[i])
                                    + (nanos[i + 1] - nanos[i]) * 1e-9);
        }
        Arrays.sort(steps);
        int middle = steps.length / 2;
        return steps.length % 2 == 1 ? steps[middle] : (steps[middle - 1] + steps[middle]) / 2;
    }

    /** Collects times in the order of the file. */
    static final class Builder {
        private long[] seconds = new long[64];
        private int[] nanos = new int[64];
        private int[] offsets = new int[64];
        private boolean absolute;
        private int size;

        /** Whether {@code stamp} is of the same kind as those before: all with an offset, or none. */
        boolean takes(Stamp stamp) {
            return size == 0 || absolute == stamp.absolute();
        }

        void add(Stamp stamp) {
            if (size == seconds.length) {
                int larger = size + (size >> 1);
                seconds = Arrays.copyOf(seconds, larger);
                nanos = Arrays.copyOf(nanos, larger);
                offsets = Arrays.copyOf(offsets, larger);
            }
            absolute = stamp.absolute();
            seconds[size] = stamp.second();
            nanos[size] = stamp.nano();
            offsets[size++] = stamp.offset();
        }

        Times build() {
            return new Times(
                    Arrays.copyOf(seconds, size),
                    Arrays.copyOf(nanos, size),
                    Arrays.copyOf(offsets, size),
                    absolute);
        }
    }
}
