package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.metatransformer.server.HttpCaller.Answer;
import io.metatransformer.server.http.Endpoint;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document says what the server does: nothing else, and nothing less. */
class OpenApiTest {
    @TempDir static Path folder;
    private static Rig rig;
    private static List<Endpoint> endpoints;

    @BeforeAll
    static void open() {
        rig = Rig.open(folder);
        var surface =
                new Assembly(Rig.config(folder), rig.runtime, rig.vertx, false, Tracing.NONE)
                        .surface();
        endpoints =
                Stream.of(surface.forCallers(), surface.forOperators())
                        .flatMap(List::stream)
                        .toList();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    /** One operation of the document. */
    record Documented(String method, String path, JsonObject operation) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Documented> documented() {
        return Contract.DOCUMENT.getJsonObject("paths").stream()
                .flatMap(
                        path ->
                                ((JsonObject) path.getValue())
                                        .stream()
                                                .map(
                                                        operation ->
                                                                new Documented(
                                                                        operation
                                                                                .getKey()
                                                                                .toUpperCase(),
                                                                        path.getKey(),
                                                                        (JsonObject)
                                                                                operation
                                                                                        .getValue())))
                .toList();
    }

    @Test
    void every_route_is_documented_and_every_documented_operation_is_a_route() {
        Set<String> routes =
                endpoints.stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path())
                        .collect(Collectors.toCollection(TreeSet::new));

        Set<String> operations =
                documented().stream()
                        .map(Documented::toString)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(routes, operations);
    }

    @Test
    void the_router_takes_the_documented_methods_of_a_path_and_no_others() {
        Map<String, Set<String>> methods = new TreeMap<>();
        for (Documented one : documented()) {
            Set<String> of = methods.computeIfAbsent(one.path(), path -> new TreeSet<>());
            of.add(one.method());
            if (one.method().equals("GET")) {
                of.add("HEAD");
            }
        }

        methods.forEach(
                (path, allowed) -> {
                    String real = path.replace("{id}", "base").replace("{slug}", "internal");
                    Answer answer =
                            rig.http.send(
                                    rig.http
                                            .request(real)
                                            .method("PATCH", BodyPublishers.noBody()));
                    assertEquals(405, answer.status(), path);
                    assertEquals(String.join(", ", allowed), answer.header("allow"), path);
                });
    }

    @ParameterizedTest
    @MethodSource("documented")
    void an_operation_asks_for_the_scope_that_its_route_asks_for(Documented one) {
        String scope =
                endpoints.stream()
                        .filter(
                                e ->
                                        e.method().name().equals(one.method())
                                                && e.path().equals(one.path()))
                        .findFirst()
                        .flatMap(Endpoint::scope)
                        .map(
                                found ->
                                        "[{\"bearer\":[\"%1$s\"]},{\"api-key\":[\"%1$s\"]},{\"mutual-tls\":[\"%1$s\"]}]"
                                                .formatted(found.name().toLowerCase()))
                        .orElse("null");

        assertEquals(scope, String.valueOf(one.operation().getValue("security")));
    }

    @Test
    void the_document_is_valid_openapi() {
        JsonObject headless = Contract.DOCUMENT.copy();
        headless.getJsonObject("info").remove("title");
        JsonObject misspelt = Contract.DOCUMENT.copy();
        misspelt.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("title")
                .put("type", "strng");

        assertEquals(List.of(), Contract.errorsOfDocument(Contract.DOCUMENT));
        assertFalse(Contract.errorsOfDocument(headless).isEmpty());
        assertFalse(Contract.errorsOfDocument(misspelt).isEmpty());
    }

    @Test
    void every_operation_has_an_id_of_its_own() {
        List<String> ids =
                documented().stream().map(one -> one.operation().getString("operationId")).toList();

        assertEquals(ids.size(), Set.copyOf(ids).size());
    }

    @Test
    void both_spellings_are_the_same_document() throws Exception {
        Answer json = rig.http.get("/openapi.json");
        Answer yaml = rig.http.get("/openapi.yaml");

        assertEquals("application/json", json.header("content-type"));
        assertEquals("application/yaml", yaml.header("content-type"));
        assertEquals("3.1.0", json.json().getString("openapi"));
        assertEquals(
                new ObjectMapper().readTree(json.text()), new YAMLMapper().readTree(yaml.text()));
        assertEquals(
                304, rig.http.get("/openapi.json", "If-None-Match", json.header("etag")).status());
    }

    @ParameterizedTest
    @MethodSource("documented")
    void every_example_fits_its_schema(Documented one) {
        JsonObject body = one.operation().getJsonObject("requestBody", new JsonObject());

        body.getJsonObject("content", new JsonObject())
                .forEach(
                        content ->
                                ((JsonObject) content.getValue())
                                        .getJsonObject("examples", new JsonObject())
                                        .forEach(
                                                example ->
                                                        assertEquals(
                                                                List.of(),
                                                                Contract.errors(
                                                                        Contract.pointer(
                                                                                        "paths",
                                                                                        one.path(),
                                                                                        one.method()
                                                                                                .toLowerCase(),
                                                                                        "requestBody",
                                                                                        "content",
                                                                                        content
                                                                                                .getKey())
                                                                                + "/schema",
                                                                        ((JsonObject)
                                                                                        example
                                                                                                .getValue())
                                                                                .getValue("value")),
                                                                example.getKey())));
    }

    @Test
    void every_problem_has_an_example() {
        JsonObject examples =
                Contract.DOCUMENT.getJsonObject("components").getJsonObject("examples");

        for (ProblemType type : ProblemType.values()) {
            JsonObject value = examples.getJsonObject(type.slug()).getJsonObject("value");
            assertEquals(List.of(), Contract.errors("#/components/schemas/Problem", value));
            assertEquals(type.status(), value.getInteger("status"));
        }
    }
}
