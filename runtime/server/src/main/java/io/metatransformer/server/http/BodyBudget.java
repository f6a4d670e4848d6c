package io.metatransformer.server.http;

import io.metatransformer.server.call.Calls;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.util.concurrent.atomic.AtomicLong;

/** What one body may take up, alone and beside all others. */
final class BodyBudget {
    private final Limits limits;
    private final Calls calls;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(Limits limits, Calls calls) {
        this.limits = limits;
        this.calls = calls;
    }

    /** @throws Refusal with {@link ProblemType#PAYLOAD_TOO_LARGE} */
    void checkLength(long bytes) {
        if (bytes > limits.bodyBytes()) {
            throw new Refusal(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "the body is larger than " + limits.bodyBytes() + " bytes");
        }
    }

    void hold(int bytes) {
        calls.hold(bytes);
        held.addAndGet(bytes);
    }

    /** Gives everything back; once or more often. */
    void release() {
        calls.release(held.getAndSet(0));
    }
}
