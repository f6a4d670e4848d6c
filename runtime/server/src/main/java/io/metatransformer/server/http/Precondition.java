package io.metatransformer.server.http;

import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code If-Match} demands: that a thing still is as its caller has read it (RFC 9110, 13.1.1). Tags are
 * compared strongly, so a weak one never matches.
 *
 * @param tags as they came; empty if nothing is demanded
 */
public record Precondition(List<String> tags) {
    private static final String ANY = "*";

    public static Precondition of(HttpServerRequest request) {
        return new Precondition(
                request.headers().getAll(HttpHeaders.IF_MATCH).stream()
                        .flatMap(header -> Arrays.stream(header.split(",")))
                        .map(String::strip)
                        .toList());
    }

    /** Whether anything is demanded at all. */
    public boolean isDemanded() {
        return !tags.isEmpty();
    }

    /**
     * @param present the document of the thing as it is now
     * @throws Refusal with {@link ProblemType#PRECONDITION_FAILED}
     */
    public void check(byte[] present) {
        if (isDemanded() && !tags.contains(ANY) && !tags.contains(Documents.tag(present))) {
            throw new Refusal(
                    ProblemType.PRECONDITION_FAILED,
                    "it has changed since If-Match was read; its tag is now "
                            + Documents.tag(present));
        }
    }
}
