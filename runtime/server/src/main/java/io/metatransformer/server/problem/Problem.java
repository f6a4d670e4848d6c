package io.metatransformer.server.problem;

import io.metatransformer.api.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One refusal, ready to be written in the spelling of a surface.
 *
 * @param detail one line for the person who reads it; never a path, a class name or content of an input
 * @param code of the platform, where one applies
 * @param errors the pieces that are wrong; may be empty
 * @param retryAfter after which a retry makes sense; absent if none does or nobody knows
 */
public record Problem(
        ProblemType type,
        String detail,
        Optional<ErrorCode> code,
        List<ItemProblem> errors,
        Optional<Duration> retryAfter) {

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Optional.empty(), List.of(), Optional.empty());
    }

    /** The same, about one piece of the request. */
    public Problem at(String pointer, int index) {
        return new Problem(
                type,
                detail,
                code,
                List.of(new ItemProblem(pointer, index, code, detail)),
                retryAfter);
    }

    public Problem withErrors(List<ItemProblem> pieces) {
        return new Problem(type, detail, code, pieces, retryAfter);
    }

    public Problem retryAfter(Duration time) {
        return new Problem(type, detail, code, errors, Optional.of(time));
    }
}
