package io.metatransformer.server.http;

import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Chooses the format of an answer. */
public final class Accepts {
    private Accepts() {}

    /**
     * The media type that the client likes best; the first one offered if it does not care.
     *
     * @throws Refusal with {@link ProblemType#NOT_ACCEPTABLE} that lists what is offered
     */
    public static String best(RoutingContext context, List<String> offered) {
        String header = context.request().getHeader(HttpHeaders.ACCEPT);
        if (header == null || header.isBlank()) {
            return offered.get(0);
        }
        for (MIMEHeader wanted : context.parsedHeaders().accept()) {
            if (wanted.weight() > 0) {
                for (String type : offered) {
                    if (covers(wanted, type)) {
                        return type;
                    }
                }
            }
        }
        throw new Refusal(
                ProblemType.NOT_ACCEPTABLE,
                "the answer can be " + String.join(", ", offered) + "; Accept names none of them");
    }

    private static boolean covers(MIMEHeader wanted, String type) {
        String[] parts = type.split("[/;]", 3);
        return matches(wanted.component(), parts[0]) && matches(wanted.subComponent(), parts[1]);
    }

    private static boolean matches(String wanted, String offered) {
        return "*".equals(wanted) || wanted.equalsIgnoreCase(offered);
    }
}
