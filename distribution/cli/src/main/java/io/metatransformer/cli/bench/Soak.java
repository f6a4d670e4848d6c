package io.metatransformer.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Many calls in one process, and the memory after each share of them. Memory that only grows is a leak; what the
 * first calls take (caches, compiled code, pools) is not counted against the rest.
 */
public final class Soak {
    private static final int MARKS = 10;

    /** Growth over the second half that still counts as flat: allocators keep and give back in steps. */
    static final double FLAT = 1.10;

    private final int calls;
    private final Runnable work;
    private final LongSupplier resident;
    private final LongSupplier heap;

    /** Watches this process. */
    public Soak(int calls, Runnable work) {
        this(calls, work, () -> Resident.bytes().orElse(-1), Soak::heapInUse);
    }

    Soak(int calls, Runnable work, LongSupplier resident, LongSupplier heap) {
        if (calls < MARKS) {
            throw new IllegalArgumentException("a soak has at least " + MARKS + " calls");
        }
        this.calls = calls;
        this.work = work;
        this.resident = resident;
        this.heap = heap;
    }

    /**
     * Memory after so many calls.
     *
     * @param resident of the process, heap and native together, bytes; absent where the system does not say
     * @param heap in use after a collection, bytes
     */
    public record Mark(int calls, OptionalLong resident, long heap) {}

    /** All marks; {@code heard} is told of each as it is made. */
    public List<Mark> run(Consumer<Mark> heard) {
        List<Mark> marks = new ArrayList<>();
        int done = 0;
        for (int mark = 1; mark <= MARKS; mark++) {
            for (int due = (int) ((long) calls * mark / MARKS); done < due; done++) {
                work.run();
            }
            long bytes = resident.getAsLong();
            Mark made =
                    new Mark(
                            done,
                            bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes),
                            heap.getAsLong());
            marks.add(made);
            heard.accept(made);
        }
        return marks;
    }

    /** Resident memory at the end over that at half time; 1 where the system does not say. */
    public static double growth(List<Mark> marks) {
        OptionalLong half = marks.get(marks.size() / 2 - 1).resident();
        OptionalLong end = marks.get(marks.size() - 1).resident();
        return half.isPresent() && end.isPresent()
                ? (double) end.getAsLong() / half.getAsLong()
                : 1;
    }

    public static boolean isFlat(List<Mark> marks) {
        return growth(marks) <= FLAT;
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
