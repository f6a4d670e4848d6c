package io.metatransformer.server;

import io.metatransformer.server.openapi.ApiDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The OpenAPI document as something that requests and answers can be held against. */
final class Contract {
    private static final String BASE = "https://document.test/openapi";
    static final JsonObject DOCUMENT =
            new JsonObject(Buffer.buffer(ApiDocument.read("test").json()));
    private static final JsonSchemaOptions OPTIONS =
            new JsonSchemaOptions()
                    .setBaseUri(BASE)
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic);
    private static final SchemaRepository SCHEMAS = SchemaRepository.create(OPTIONS);
    private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();

    static {
        SCHEMAS.dereference(BASE, JsonSchema.of(DOCUMENT.copy()));
    }

    private Contract() {}

    /** What the document says of a path that a request went to. */
    record Place(String path, JsonObject operations) {}

    /** The entry of that path; one without names comes before one with them. */
    static Optional<Place> place(String path) {
        JsonObject paths = DOCUMENT.getJsonObject("paths");
        if (paths.containsKey(path)) {
            return Optional.of(new Place(path, paths.getJsonObject(path)));
        }
        return paths.fieldNames().stream()
                .filter(template -> Pattern.matches(regex(template), path))
                .findFirst()
                .map(template -> new Place(template, paths.getJsonObject(template)));
    }

    private static String regex(String template) {
        return template.replace(".", "\\.").replaceAll("\\{\\w+\\}", "[^/]+");
    }

    /** Fails if an answer is not one that the document announces. */
    static void check(String method, String path, HttpCaller.Answer answer) {
        Optional<Place> place = place(path);
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase();
        if (place.isEmpty() || !place.get().operations().containsKey(verb)) {
            return;
        }
        JsonObject responses =
                place.get().operations().getJsonObject(verb).getJsonObject("responses");
        String status = Integer.toString(answer.status());
        if (!responses.containsKey(status)) {
            throw new AssertionError(
                    method
                            + " "
                            + place.get().path()
                            + " does not announce "
                            + status
                            + ": "
                            + answer.text());
        }
        if (answer.response().body().length == 0) {
            return;
        }
        String type = answer.header("content-type").split(";")[0];
        JsonObject content = responses.getJsonObject(status).getJsonObject("content");
        if (content == null || !content.containsKey(type)) {
            throw new AssertionError(
                    method
                            + " "
                            + place.get().path()
                            + " "
                            + status
                            + " does not announce "
                            + type);
        }
        if (type.endsWith("json")
                && !type.endsWith("ndjson")
                && answer.header("content-encoding").isEmpty()) {
            String pointer =
                    pointer(
                            "paths",
                            place.get().path(),
                            verb,
                            "responses",
                            status,
                            "content",
                            type);
            List<String> errors = errors(pointer + "/schema", answer.json());
            if (!errors.isEmpty()) {
                throw new AssertionError(
                        method
                                + " "
                                + path
                                + " "
                                + status
                                + ": "
                                + errors
                                + " in "
                                + answer.text());
            }
        }
    }

    /** JSON Pointer of these steps, as a fragment of a URI. */
    static String pointer(String... steps) {
        StringBuilder pointer = new StringBuilder("#");
        for (String step : steps) {
            String escaped = step.replace("~", "~0").replace("/", "~1");
            escaped = escaped.replace("{", "%7B").replace("}", "%7D");
            pointer.append('/').append(escaped);
        }
        return pointer.toString();
    }

    /** What the schema at that place of the document finds wrong. */
    static List<String> errors(String pointer, Object value) {
        Validator validator =
                VALIDATORS.computeIfAbsent(
                        pointer,
                        key ->
                                SCHEMAS.validator(
                                        JsonSchema.of(new JsonObject().put("$ref", BASE + key))));
        OutputUnit result = validator.validate(value);
        return errors(result);
    }

    private static List<String> errors(OutputUnit result) {
        return result.getValid()
                ? List.of()
                : result.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + " " + error.getError())
                        .toList();
    }

    /** What the schema of OpenAPI 3.1, and that of JSON Schema, find wrong with a document. */
    static List<String> errorsOfDocument(JsonObject document) {
        SchemaRepository meta = SchemaRepository.create(OPTIONS);
        for (String name :
                List.of(
                        "json-schema.org/draft/2020-12/schema",
                        "json-schema.org/draft/2020-12/meta/core",
                        "json-schema.org/draft/2020-12/meta/applicator",
                        "json-schema.org/draft/2020-12/meta/unevaluated",
                        "json-schema.org/draft/2020-12/meta/validation",
                        "json-schema.org/draft/2020-12/meta/meta-data",
                        "json-schema.org/draft/2020-12/meta/format-annotation",
                        "json-schema.org/draft/2020-12/meta/content",
                        "spec.openapis.org/oas/3.1/dialect/base",
                        "spec.openapis.org/oas/3.1/meta/base",
                        "spec.openapis.org/oas/3.1/schema/2022-10-07",
                        "spec.openapis.org/oas/3.1/schema-base/2022-10-07")) {
            meta.dereference("https://" + name, JsonSchema.of(resource(name)));
        }
        List<String> wrong =
                new ArrayList<>(
                        errors(
                                meta.validator(
                                                "https://spec.openapis.org/oas/3.1/schema-base/2022-10-07")
                                        .validate(document)));
        Validator ofSchemas = meta.validator("https://json-schema.org/draft/2020-12/schema");
        document.getJsonObject("components")
                .getJsonObject("schemas")
                .forEach(schema -> wrong.addAll(errors(ofSchemas.validate(schema.getValue()))));
        return wrong;
    }

    private static JsonObject resource(String name) {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(name)) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
