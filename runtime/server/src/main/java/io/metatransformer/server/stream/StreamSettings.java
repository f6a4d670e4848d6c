package io.metatransformer.server.stream;

import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.MultiMap;
import java.util.Set;

/**
 * How a stream is answered.
 *
 * @param inOrder whether answers come in the order of the lines rather than as they are ready
 * @param window most lines that are worked on at a time
 * @param maxErrors most lines that may be refused before the stream is ended
 */
record StreamSettings(boolean inOrder, int window, int maxErrors) {
    private static final int WINDOW = 256;
    private static final int MAX_WINDOW = 1024;
    private static final int ERRORS = 100;
    private static final int MAX_ERRORS = 1_000_000;
    private static final Set<String> NAMES = Set.of("order", "window", "max_errors");

    /**
     * @param query parameters; a stream says the rest in its first line
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST}
     */
    static StreamSettings of(MultiMap query) {
        for (String name : query.names()) {
            if (!NAMES.contains(name)) {
                throw refusal(
                        name,
                        "a stream takes order, window and max_errors in its query; all else stands"
                                + " in a first line {\"defaults\":{…}}");
            }
        }
        String order = query.contains("order") ? query.get("order") : "completion";
        if (!order.equals("input") && !order.equals("completion")) {
            throw refusal("order", "order is input or completion");
        }
        return new StreamSettings(
                order.equals("input"),
                number(query, "window", 1, MAX_WINDOW, WINDOW),
                number(query, "max_errors", 0, MAX_ERRORS, ERRORS));
    }

    private static int number(MultiMap query, String name, int min, int max, int otherwise) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("\\d{1,7}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw refusal(name, name + " is a number from " + min + " to " + max);
    }

    private static Refusal refusal(String name, String detail) {
        return new Refusal(Problem.of(ProblemType.INVALID_REQUEST, detail).at("/" + name, -1));
    }
}
