package io.metatransformer.server.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.core.batch.BatchListener.Batch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueWaitTest {
    private final QueueWait wait = new QueueWait();

    private void encoded(int items, Duration time) {
        wait.encoded(new Batch("base", items, items, items, time));
    }

    @Test
    void before_anything_was_encoded_it_is_a_second() {
        wait.queued("base", 500);

        assertEquals(Duration.ofSeconds(1), wait.get());
    }

    @Test
    void it_is_what_waits_and_one_more_times_what_an_item_takes() {
        encoded(4, Duration.ofMillis(400));
        wait.queued("base", 9);

        assertEquals(Duration.ofSeconds(1), wait.get());
    }

    @Test
    void the_longest_queue_counts_and_one_that_is_gone_does_not() {
        encoded(1, Duration.ofMillis(100));
        wait.queued("base", 9);
        wait.queued("large", 19);

        assertEquals(Duration.ofSeconds(2), wait.get());
        wait.modelRemoved("large");
        assertEquals(Duration.ofSeconds(1), wait.get());
    }

    @Test
    void it_follows_the_latest_batches_a_quarter_of_the_way() {
        encoded(1, Duration.ofMillis(100));
        encoded(1, Duration.ofMillis(500));

        assertEquals(Duration.ofMillis(200), wait.get());
    }

    @Test
    void it_stays_within_what_a_caller_can_use() {
        encoded(1, Duration.ofMillis(1));
        assertEquals(Duration.ofMillis(50), wait.get());
        wait.queued("base", 1_000_000);
        assertEquals(Duration.ofSeconds(30), wait.get());
    }
}
