package io.metatransformer.server.call;

import io.metatransformer.core.batch.Precedence;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How urgent a caller says his request is. */
public final class Urgency {
    private static final Pattern URGENCY = Pattern.compile("(?:^|,)\\s*u=([0-7])\\s*(?=[,;]|$)");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    private Urgency() {}

    /**
     * @param header {@code Priority} of HTTP (RFC 9218): {@code u=0} is the most urgent, 3 is usual, 7 can wait;
     *     null if absent. What that standard does not allow counts as absent, as it wants
     * @param client who asks
     */
    public static Precedence http(String header, String client) {
        Matcher urgency = URGENCY.matcher(header == null ? "" : header);
        return urgency.find()
                ? new Precedence(7 - Integer.parseInt(urgency.group(1)), client)
                : new Precedence(Precedence.USUAL, client);
    }

    /**
     * @param header {@code mt-priority}: 0 to 9, 9 the most urgent; null if absent
     * @param client {@code mt-tenant}; null for all who do not say
     * @throws Refusal if it is something else
     */
    public static Precedence bus(String header, String client) {
        if (header != null && !DIGIT.matcher(header).matches()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "mt-priority is a number from 0 to 9, 9 the most urgent");
        }
        return new Precedence(
                header == null ? Precedence.USUAL : Integer.parseInt(header),
                client == null ? "bus" : "tenant:" + client);
    }
}
