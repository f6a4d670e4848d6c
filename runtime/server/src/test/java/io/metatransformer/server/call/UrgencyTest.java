package io.metatransformer.server.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.core.batch.Precedence;
import io.metatransformer.server.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrgencyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"u=0 | 7", "u=3 | 4", "u=7 | 0", "u=1, i | 6", "i, u=5 | 2", "i | 4"})
    void http_says_it_as_rfc_9218_does(String header, int priority) {
        assertEquals(new Precedence(priority, "key:a"), Urgency.http(header, "key:a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"u=8", "u=-1", "urgent", "u=33", "xu=1", ""})
    void what_the_standard_does_not_allow_counts_as_absent(String header) {
        assertEquals(Urgency.http(null, "key:a"), Urgency.http(header, "key:a"));
    }

    @Test
    void the_bus_says_it_in_a_digit() {
        assertEquals(new Precedence(9, "tenant:shop"), Urgency.bus("9", "shop"));
        assertEquals(new Precedence(Precedence.USUAL, "bus"), Urgency.bus(null, null));
        for (String wrong : new String[] {"10", "-1", "high", ""}) {
            assertThrows(Refusal.class, () -> Urgency.bus(wrong, "shop"));
        }
    }
}
