package io.metatransformer.server.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemJson;
import io.metatransformer.server.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Replaces the short-hands of operations by what they stand for: {@code scope} by the credentials that hold it,
 * {@code problems} (slugs) by responses, {@code tagged} and {@code matched} by what ETags bring about where things
 * are read and where they are changed.
 */
final class WrittenOut {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SAMPLE_ID = "7f1c0b8e-2f4e-4c57-9d3c-1f6f3c5b2a10";

    /** What any request may meet. */
    private static final Set<ProblemType> ALWAYS =
            EnumSet.of(
                    ProblemType.INVALID_REQUEST,
                    ProblemType.URI_TOO_LONG,
                    ProblemType.HEADERS_TOO_LARGE,
                    ProblemType.INTERNAL);

    /** What requests that need a scope may meet beside. */
    private static final Set<ProblemType> GUARDED =
            EnumSet.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN, ProblemType.DRAINING);

    /** Of every response. */
    private static final List<String> HEADERS = List.of("X-Request-Id", "traceparent");

    private final ObjectNode document;

    WrittenOut(ObjectNode document) {
        this.document = document;
    }

    void everything() {
        for (ProblemType type : ProblemType.values()) {
            document.withObject("/components/examples").set(type.slug(), sample(type));
        }
        for (JsonNode path : document.get("paths")) {
            path.forEach(operation -> operation((ObjectNode) operation));
        }
    }

    private void operation(ObjectNode operation) {
        Set<ProblemType> problems = EnumSet.copyOf(ALWAYS);
        JsonNode scope = operation.remove("scope");
        if (scope != null) {
            problems.addAll(GUARDED);
            security(operation.putArray("security"), scope.textValue());
        }
        JsonNode declared = operation.remove("problems");
        if (declared != null) {
            declared.forEach(slug -> problems.add(type(slug.textValue())));
        }
        List.of("request-id", "traceparent", "tracestate")
                .forEach(name -> parameter(operation, name));
        if (operation.remove("tagged") != null) {
            tagged(operation);
        }
        if (operation.remove("matched") != null) {
            parameter(operation, "if-match");
            problems.add(ProblemType.PRECONDITION_FAILED);
            operation.get("responses").forEach(response -> header(response, "ETag"));
        }
        byStatus(problems)
                .forEach(
                        (status, types) ->
                                operation
                                        .withObject("/responses")
                                        .set(Integer.toString(status), response(types)));
        for (JsonNode response : operation.get("responses")) {
            HEADERS.forEach(name -> header(response, name));
        }
    }

    private static void security(ArrayNode alternatives, String scope) {
        for (String scheme : List.of("bearer", "api-key", "mutual-tls")) {
            alternatives.addObject().putArray(scheme).add(scope);
        }
    }

    private static ProblemType type(String slug) {
        return ProblemType.of(slug)
                .orElseThrow(() -> new IllegalStateException("no problem is named " + slug));
    }

    private static void tagged(ObjectNode operation) {
        parameter(operation, "if-none-match");
        ObjectNode unchanged = operation.withObject("/responses").putObject("304");
        unchanged.put("description", "The caller has it already");
        header(operation.at("/responses/200"), "ETag");
        header(unchanged, "ETag");
    }

    private static void parameter(ObjectNode operation, String name) {
        operation
                .withArray("/parameters")
                .addObject()
                .put("$ref", "#/components/parameters/" + name);
    }

    private static void header(JsonNode response, String name) {
        ((ObjectNode) response)
                .withObject("/headers")
                .putObject(name)
                .put("$ref", "#/components/headers/" + name.toLowerCase(Locale.ROOT));
    }

    private static Map<Integer, List<ProblemType>> byStatus(Set<ProblemType> types) {
        return types.stream()
                .collect(
                        Collectors.groupingBy(
                                ProblemType::status, TreeMap::new, Collectors.toList()));
    }

    private static ObjectNode response(List<ProblemType> types) {
        ObjectNode response = MAPPER.createObjectNode();
        List<String> titles = new ArrayList<>();
        ObjectNode content =
                response.put("description", "")
                        .withObject("/content")
                        .putObject("application/problem+json");
        content.putObject("schema").put("$ref", "#/components/schemas/Problem");
        for (ProblemType type : types) {
            titles.add(type.title());
            content.withObject("/examples")
                    .putObject(type.slug())
                    .put("$ref", "#/components/examples/" + type.slug());
        }
        response.put("description", String.join("; or: ", titles));
        int status = types.get(0).status();
        if (status == 429 || status == 503) {
            header(response, "Retry-After");
            header(response, "Retry-After-Ms");
        }
        return response;
    }

    private static ObjectNode sample(ProblemType type) {
        Problem problem = Problem.of(type, type.meaning());
        byte[] json = Json.bytes(out -> ProblemJson.write(out, problem, SAMPLE_ID));
        try {
            ObjectNode example = MAPPER.createObjectNode().put("summary", type.title());
            return example.set("value", MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was just written can be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be read", e);
        }
    }
}
