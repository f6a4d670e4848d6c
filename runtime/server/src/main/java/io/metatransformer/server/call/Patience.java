package io.metatransformer.server.call;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** How long a caller waits: what it says in a header, or what the server takes for granted. */
public final class Patience {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,12}");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private Patience() {}

    /**
     * @param seconds of {@code Request-Timeout}, decimals allowed; null if absent
     * @param millis of {@code X-Request-Timeout-Ms} or {@code mt-deadline-ms}; null if absent
     * @return the shorter one if both are there
     * @throws Refusal if one is not a number, or outside the limits
     */
    public static Duration of(String seconds, String millis, Limits limits) {
        Duration chosen = null;
        if (seconds != null) {
            chosen = checked("Request-Timeout", seconds, SECONDS, limits);
        }
        if (millis != null) {
            Duration other = checked("the timeout in milliseconds", millis, MILLIS, limits);
            chosen = chosen == null || other.compareTo(chosen) < 0 ? other : chosen;
        }
        return chosen == null ? limits.answerTime() : chosen;
    }

    private static Duration checked(String name, String text, Pattern form, Limits limits) {
        String value = text.strip();
        if (form.matcher(value).matches()) {
            Duration time =
                    form == MILLIS
                            ? Duration.ofMillis(Long.parseLong(value))
                            : Duration.ofNanos(new BigDecimal(value).multiply(NANOS).longValue());
            if (time.compareTo(limits.answerTimeMin()) >= 0
                    && time.compareTo(limits.answerTimeMax()) <= 0) {
                return time;
            }
        }
        throw new Refusal(
                ProblemType.INVALID_REQUEST,
                name
                        + " is a number from "
                        + limits.answerTimeMin().toMillis()
                        + " ms to "
                        + limits.answerTimeMax().toMillis()
                        + " ms");
    }
}
