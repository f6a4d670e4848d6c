package io.metatransformer.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingsTest {

    @Test
    void a_share_is_the_nearest_rank() {
        Timings timings =
                new Timings(
                        new long[] {1_000_000, 2_000_000, 3_000_000, 40_000_000},
                        Duration.ofMillis(46));

        assertEquals(2.0, timings.millis(0.5));
        assertEquals(40.0, timings.millis(0.95));
        assertEquals(1.0, timings.millis(0));
        assertEquals(4 / 0.046, timings.perSecond(), 1e-9);
    }
}
