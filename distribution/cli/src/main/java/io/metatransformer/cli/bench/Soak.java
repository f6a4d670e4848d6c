package io.metatransformer.cli.bench;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
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
    private static final int NEIGHBOURS = 3;

    /** Growth that still counts as flat: allocators keep and give back in steps. */
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
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "a soak has at least " + MARKS + " calls, got " + calls);
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
            long inUse = heap.getAsLong(); // first, since it collects what is merely waiting for it
            long bytes = resident.getAsLong();
            Mark made =
                    new Mark(
                            done, bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes), inUse);
            marks.add(made);
            heard.accept(made);
        }
        return marks;
    }

    /**
     * Resident memory at the end over that at half time, each the least of three marks, since what waits to be
     * freed comes and goes; 1 where the system does not say.
     */
    public static double growth(List<Mark> marks) {
        int half = marks.size() / 2;
        return least(marks.subList(marks.size() - NEIGHBOURS, marks.size()))
                / least(marks.subList(half - NEIGHBOURS, half));
    }

    private static double least(List<Mark> marks) {
        return marks.stream().mapToLong(mark -> mark.resident().orElse(1)).min().orElse(1);
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
