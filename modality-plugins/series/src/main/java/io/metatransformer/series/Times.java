package io.metatransformer.series;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The times of all steps, packed. Immutable once built. */
public final class Times {
    private static final int COLUMNS = 4;
    private static final int DAY_SECONDS = 86_400;
    private static final int NANOS_PER_MICRO = 1000;

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

    /** How many. */
    public int size() {
        return seconds.length;
    }

    public Stamp at(int step) {
        return new Stamp(seconds[step], nanos[step], offsets[step], absolute);
    }

    /** As {@link Origin#TIMES} has them, {@code [steps, 4]}; finer than a microsecond is cut off. */
    public Tensor array() {
        FloatBuffer rows = Tensor.allocate(Math.multiplyExact(COLUMNS, size()));
        for (int step = 0; step < size(); step++) {
            rows.put(Math.floorDiv(seconds[step], DAY_SECONDS));
            rows.put(Math.floorMod(seconds[step], DAY_SECONDS));
            rows.put(nanos[step] / NANOS_PER_MICRO);
            rows.put(absolute ? offsets[step] : Float.NaN);
        }
        return Tensor.of(rows.flip(), size(), COLUMNS);
    }

    /**
     * The way back of {@link #array}.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape
     */
    public static Times of(Tensor array) {
        if (array.rank() != 2 || array.size(1) != COLUMNS) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH, "times are [steps, " + COLUMNS + "], got " + array);
        }
        FloatBuffer rows = array.data();
        Builder times = new Builder();
        while (rows.hasRemaining()) {
            long second = (long) rows.get() * DAY_SECONDS + (long) rows.get();
            int nano = (int) rows.get() * NANOS_PER_MICRO;
            float offset = rows.get();
            boolean absolute = !Float.isNaN(offset);
            times.add(new Stamp(second, nano, absolute ? (int) offset : 0, absolute));
        }
        return times.build();
    }

    /** These times in another order, or fewer of them. */
    public Times select(int[] steps) {
        return new Times(
                IntStream.of(steps).mapToLong(step -> seconds[step]).toArray(),
                IntStream.of(steps).map(step -> nanos[step]).toArray(),
                IntStream.of(steps).map(step -> offsets[step]).toArray(),
                absolute);
    }

    /** Below 0 if the instant of {@code a} is before that of {@code b}. */
    public int compare(int a, int b) {
        int bySecond = Long.compare(seconds[a], seconds[b]);
        return bySecond != 0 ? bySecond : Integer.compare(nanos[a], nanos[b]);
    }

    /** The median distance between neighbours in seconds; NaN for fewer than 2 times. */
    public double medianStep() {
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
    public static final class Builder {
        private long[] seconds = new long[64];
        private int[] nanos = new int[64];
        private int[] offsets = new int[64];
        private boolean absolute;
        private int size;

        /** Whether {@code stamp} is of the same kind as those before: all with an offset, or none. */
        public boolean takes(Stamp stamp) {
            return size == 0 || absolute == stamp.absolute();
        }

        public void add(Stamp stamp) {
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

        public Times build() {
            return new Times(
                    Arrays.copyOf(seconds, size),
                    Arrays.copyOf(nanos, size),
                    Arrays.copyOf(offsets, size),
                    absolute);
        }
    }
}
