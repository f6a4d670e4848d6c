package io.metatransformer.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Lists, page by page, in order of id. A page starts after the last id of the one before it. */
public final class Listing {
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private Listing() {}

    /** Writes one item of a list. */
    @FunctionalInterface
    public interface ItemWriter<T> {
        void write(JsonGenerator out, T item) throws IOException;
    }

    /** Answers with the page that {@code limit} and {@code cursor} of the query ask for. */
    public static <T> void send(
            RoutingContext context,
            List<T> items,
            Function<T, String> id,
            ItemWriter<? super T> writer) {
        int limit = limit(context.request().getParam("limit"));
        String after = after(context.request().getParam("cursor"));
        List<T> rest =
                items.stream()
                        .filter(item -> after == null || id.apply(item).compareTo(after) > 0)
                        .sorted(Comparator.comparing(id))
                        .limit(limit + 1L)
                        .toList();
        List<T> page = rest.subList(0, Math.min(limit, rest.size()));
        Documents.json(
                context,
                out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("items");
                    for (T item : page) {
                        writer.write(out, item);
                    }
                    out.writeEndArray();
                    boolean more = rest.size() > page.size();
                    out.writeStringField(
                            "next_cursor",
                            more ? cursor(id.apply(page.get(page.size() - 1))) : null);
                    out.writeEndObject();
                });
    }

    private static int limit(String given) {
        if (given == null) {
            return LIMIT;
        }
        if (given.matches("\\d{1,3}")) {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw new Refusal(ProblemType.INVALID_REQUEST, "limit is a number from 1 to " + MAX_LIMIT);
    }

    private static String cursor(String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String after(String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST, "cursor is not one that a list gave out");
        }
    }
}
