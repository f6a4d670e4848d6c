package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every question that the OpenAPI document shows is one that the package answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {
    private final ObjectMapper mapper = new ObjectMapper();
    private Server server;

    @BeforeAll
    void serve() throws Exception {
        server = Server.start(Packaged.original());
    }

    @AfterAll
    void end() {
        server.close();
    }

    /** One example of a body that is sent to a path. */
    private record Example(String path, String type, String name, JsonNode value) {}

    private List<Example> examples() throws Exception {
        List<Example> found = new ArrayList<>();
        JsonNode document = mapper.readTree(server.get("/openapi.json").body());
        for (var path : document.get("paths").properties()) {
            for (var content : path.getValue().at("/post/requestBody/content").properties()) {
                for (var example : content.getValue().path("examples").properties()) {
                    found.add(
                            new Example(
                                    path.getKey().replace("{id}", "text"),
                                    content.getKey(),
                                    example.getKey(),
                                    example.getValue().get("value")));
                }
            }
        }
        return found;
    }

    @Test
    void every_example_of_a_question_is_answered() throws Exception {
        List<Example> examples = examples();
        assertFalse(examples.isEmpty());

        for (Example example : examples) {
            HttpResponse<String> answer =
                    server.post(
                            example.path(),
                            example.type(),
                            example.value().toString().getBytes(StandardCharsets.UTF_8));

            assertEquals(200, answer.statusCode(), example.path() + ": " + answer.body());
        }
    }
}
