package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page docs/http.md says what the OpenAPI document says, and its commands are ones that it describes. */
class HttpPageTest {
    private static final String PAGE = page();
    private static final Pattern ROW =
            Pattern.compile("\\| (GET|POST|PUT|PATCH|DELETE) \\| `([^`]+)` \\| (\\S+) \\|");
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Set<String> WITH_VALUE =
            Set.of("-H", "-d", "-F", "-X", "-o", "--data-binary");

    private static String page() {
        try {
            return Files.readString(Path.of("../../docs/http.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One curl command, taken apart. */
    record Command(
            String method, URI address, Map<String, String> headers, String body, boolean form) {
        @Override
        public String toString() {
            return method + " " + address;
        }

        static Command of(String line) {
            List<String> words =
                    WORD.matcher(line)
                            .results()
                            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                            .toList();
            String method = "GET";
            String address = "";
            String body = "";
            boolean form = false;
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < words.size(); i++) {
                String word = words.get(i);
                String value = WITH_VALUE.contains(word) ? words.get(++i) : "";
                switch (word) {
                    case "-X" -> method = value;
                    case "-H" -> headers.put(value.split(": ")[0], value.split(": ", 2)[1]);
                    case "-d", "--data-binary" -> {
                        method = "POST";
                        body = value;
                    }
                    case "-F" -> {
                        method = "POST";
                        form = true;
                        if (value.startsWith("request=")) {
                            body = value.substring("request=".length()).split(";type=")[0];
                        }
                    }
                    case "-o", "-N" -> {}
                    default -> address = word;
                }
            }
            return new Command(method, URI.create("http://" + address), headers, body, form);
        }

        JsonObject operation() {
            return Contract.place(address.getPath())
                    .orElseThrow()
                    .operations()
                    .getJsonObject(method.toLowerCase());
        }
    }

    static List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        Matcher shell = SHELL.matcher(PAGE);
        while (shell.find()) {
            String block = shell.group(1).replace("\\\n", " ");
            for (String line : block.split("\\n(?=curl)")) {
                commands.add(Command.of(line.strip()));
            }
        }
        return commands;
    }

    @Test
    void the_table_has_every_route_with_its_scope() {
        Set<String> rows =
                ROW.matcher(PAGE)
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                        .collect(Collectors.toCollection(TreeSet::new));

        Set<String> documented =
                OpenApiTest.documented().stream()
                        .map(one -> one + " " + scope(one.operation()))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(documented, rows);
    }

    private static String scope(JsonObject operation) {
        JsonArray security = operation.getJsonArray("security");
        return security == null
                ? "–"
                : security.getJsonObject(0).getJsonArray("bearer").getString(0);
    }

    @Test
    void every_route_is_shown_by_a_command() {
        Set<String> shown =
                commands().stream()
                        .map(
                                command ->
                                        command.method()
                                                + " "
                                                + Contract.place(command.address().getPath())
                                                        .orElseThrow()
                                                        .path())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                OpenApiTest.documented().stream()
                        .map(OpenApiTest.Documented::toString)
                        .collect(Collectors.toCollection(TreeSet::new)),
                shown);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_says_nothing_that_its_operation_does_not_take(Command command) {
        JsonObject operation = command.operation();
        Set<String> parameters = new TreeSet<>();
        operation
                .getJsonArray("parameters")
                .forEach(parameter -> parameters.add(name((JsonObject) parameter)));
        if (operation.containsKey("requestBody")) {
            parameters.addAll(Set.of("Content-Type", "Accept", "pooling"));
        }

        Set<String> said = new TreeSet<>(command.headers().keySet());
        String query = command.address().getQuery();
        if (query != null) {
            Arrays.stream(query.split("&")).map(pair -> pair.split("=")[0]).forEach(said::add);
        }

        assertTrue(parameters.containsAll(said), said + " of " + parameters);
    }

    private static String name(JsonObject parameter) {
        String reference = parameter.getString("$ref");
        return reference == null
                ? parameter.getString("name")
                : Contract.DOCUMENT
                        .getJsonObject("components")
                        .getJsonObject("parameters")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1))
                        .getString("name");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_body_that_is_shown_fits_its_schema(Command command) {
        String type =
                command.form() ? "multipart/form-data" : command.headers().get("Content-Type");
        if (command.body().isEmpty()) {
            return;
        }
        JsonObject content =
                command.operation().getJsonObject("requestBody").getJsonObject("content");

        assertTrue(content.containsKey(type) || content.containsKey("*/*"), type);
        if (command.body().startsWith("{")) {
            String schema =
                    content.getJsonObject("application/json")
                            .getJsonObject("schema")
                            .getString("$ref");
            assertEquals(List.of(), Contract.errors(schema, Json.decodeValue(command.body())));
        }
    }
}
