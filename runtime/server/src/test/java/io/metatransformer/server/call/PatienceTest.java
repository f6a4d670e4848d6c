package io.metatransformer.server.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    @ParameterizedTest
    @CsvSource({
        ",, 30000",
        "2,, 2000",
        "0.5,, 500",
        "300,, 300000",
        "0.001,, 1",
        ", 250, 250",
        "2, 250, 250",
        "0.1, 250, 100"
    })
    void a_client_says_how_long_it_waits(String seconds, String millis, long expected) {
        assertEquals(Duration.ofMillis(expected), Patience.of(seconds, millis, Limits.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({
        "0,",
        "301,",
        "-1,",
        "soon,",
        "1e3,",
        ", 0",
        ", 300001",
        ", 1.5",
        ",99999999999999"
    })
    void what_is_out_of_bounds_is_refused(String seconds, String millis) {
        var refusal =
                assertThrows(Refusal.class, () -> Patience.of(seconds, millis, Limits.DEFAULT));

        assertEquals(ProblemType.INVALID_REQUEST, refusal.problem().type());
    }

    @Test
    void an_id_of_the_documented_form_is_kept_and_any_other_replaced() {
        assertEquals("a.B:c-d_1", RequestId.of("a.B:c-d_1"));
        for (String bad : new String[] {null, "", "a b", "ü", "x".repeat(129)}) {
            assertEquals(36, RequestId.of(bad).length());
        }
    }
}
