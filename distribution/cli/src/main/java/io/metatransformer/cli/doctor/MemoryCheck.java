package io.metatransformer.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Heap against the machine's memory, and the flag without which native code stops early. */
public final class MemoryCheck implements Check {

    /** JavaCPP refuses to allocate past this many bytes of the whole process; 0 is no limit. */
    static final String MAX_PHYSICAL = "org.bytedeco.javacpp.maxPhysicalBytes";

    private static final long MIB = 1 << 20;

    /** Less is too little for a picture of the largest accepted size, decoded. */
    private static final long MIN_HEAP = 256 * MIB;

    private final long heap;
    private final long physical;
    private final String maxPhysical;

    /** Of this process and machine (or container). */
    public MemoryCheck() {
        this(
                Runtime.getRuntime().maxMemory(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize(),
                System.getProperty(MAX_PHYSICAL, ""));
    }

    MemoryCheck(long heap, long physical, String maxPhysical) {
        this.heap = heap;
        this.physical = physical;
        this.maxPhysical = maxPhysical;
    }

    @Override
    public List<Finding> run() {
        return List.of(heap(), outsideTheHeap());
    }

    private Finding heap() {
        String sizes =
                "heap up to " + heap / MIB + " MiB of " + physical / MIB + " MiB in this machine";
        if (heap < MIN_HEAP) {
            return Finding.warn(
                    "memory",
                    sizes + "; large inputs will not fit: set METATRANSFORMER_HEAP=512m or more");
        }
        if (heap > physical * 3 / 4) {
            return Finding.warn(
                    "memory",
                    sizes
                            + "; weights live outside the heap and may find no room: set"
                            + " METATRANSFORMER_HEAP to half of the machine or less");
        }
        return Finding.ok("memory", sizes);
    }

    private Finding outsideTheHeap() {
        return maxPhysical.equals("0")
                ? Finding.ok("native memory", "not limited by JavaCPP")
                : Finding.bad(
                        "native memory",
                        "JavaCPP stops allocating once the process holds "
                                + (maxPhysical.isEmpty() ? "four heaps" : maxPhysical)
                                + "; start java with -D"
                                + MAX_PHYSICAL
                                + "=0, as bin/metatransformer does");
    }
}
