package io.metatransformer.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
    private static final long GIB = 1L << 30;

    @Test
    void a_quarter_of_the_machine_and_no_native_limit_is_well() {
        List<Finding> findings = new MemoryCheck(2 * GIB, 8 * GIB, "0").run();

        assertTrue(
                findings.stream().allMatch(each -> each.level() == Finding.Level.OK),
                findings.toString());
    }

    @Test
    void a_heap_that_leaves_no_room_for_weights_is_said() {
        Finding heap = new MemoryCheck(7 * GIB, 8 * GIB, "0").run().get(0);

        assertEquals(Finding.Level.WARN, heap.level());
        assertTrue(heap.detail().contains("METATRANSFORMER_HEAP"), heap.detail());
    }

    @Test
    void a_process_that_javacpp_would_stop_is_told_the_flag() {
        Finding limit = new MemoryCheck(2 * GIB, 8 * GIB, "").run().get(1);

        assertEquals(Finding.Level.BAD, limit.level());
        assertTrue(limit.detail().contains("maxPhysicalBytes=0"), limit.detail());
    }
}
