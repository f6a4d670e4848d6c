package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong requests over HTTP: each is told what was wrong, and the next good one is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongRequestIT {
    private static final String RAW = "/api/v1/models/default/embed?modality=image";

    private Server server;
    private Path files;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        files = folder;
        BadFiles.write(folder);
        Files.write(folder.resolve("huge.png"), new byte[65 << 20]);
        server = Server.start(Packaged.original(), "--allow-random-weights");
    }

    @AfterAll
    void end() {
        server.close();
    }

    /**
     * @param body a file of {@link BadFiles}, or the text itself
     * @param code of the problem, as its member {@code code} or in its type
     */
    record Case(String path, String type, String body, int status, String code) {
        @Override
        public String toString() {
            return status + " " + code + " " + path + " " + body;
        }
    }

    static List<Case> wrongRequests() {
        return List.of(
                new Case(RAW, "image/png", "empty.png", 422, "EMPTY_INPUT"),
                new Case(RAW, "image/png", "truncated.png", 422, "TRUNCATED"),
                new Case(RAW, "image/png", "bomb.png", 422, "LIMIT_EXCEEDED"),
                new Case(RAW, "image/png", "noise.bin", 415, "unsupported-media-type"),
                new Case(RAW, "image/png", "huge.png", 413, "payload-too-large"),
                new Case(RAW, "image/jpeg", "cat.png", 415, "unsupported-media-type"),
                new Case(
                        "/api/v1/models/default/embed?modality=imagee",
                        "image/png",
                        "cat.png",
                        404,
                        "modality-not-found"),
                new Case(
                        "/api/v1/models/absent/embed?modality=image",
                        "image/png",
                        "cat.png",
                        404,
                        "model-not-found"),
                new Case(
                        "/api/v1/heads/absent/predict?modality=image",
                        "image/png",
                        "cat.png",
                        404,
                        "head-not-found"),
                new Case(RAW + "&pooling=median", "image/png", "cat.png", 400, "invalid-request"),
                new Case(
                        "/api/v1/embed",
                        "application/json",
                        "{\"inputs\":[",
                        400,
                        "invalid-request"),
                new Case(
                        "/api/v1/embed",
                        "application/json",
                        "{\"inputs\":[]}",
                        400,
                        "invalid-request"),
                new Case(
                        "/api/v1/embed",
                        "application/json",
                        "{\"inputs\":[{\"modality\":\"image\",\"data\":\"%%%\"}]}",
                        400,
                        "invalid-request"),
                new Case(
                        "/api/v1/embed",
                        "application/json",
                        "{\"inputs\":[{\"modality\":\"image\",\"uri\":\"http://127.0.0.1/x.png\"}]}",
                        400,
                        "invalid-request"),
                new Case("/api/v1/embed", "text/plain", "hello", 415, "unsupported-media-type"),
                new Case("/api/v1/nothing", "application/json", "{}", 404, "not-found"));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void a_wrong_request_gets_its_problem_and_the_next_one_is_served(Case wrong) throws Exception {
        HttpResponse<String> answer =
                Files.exists(files.resolve(wrong.body().replace("\"", "")))
                        ? server.post(wrong.path(), wrong.type(), files.resolve(wrong.body()))
                        : server.post(
                                wrong.path(),
                                wrong.type(),
                                wrong.body().getBytes(StandardCharsets.UTF_8));

        assertEquals(wrong.status(), answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("content-type").orElse("").split(";")[0]);
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertTrue(
                answer.body().contains(wrong.code()),
                wrong.code() + " is not said: " + answer.body());
        assertFalse(problem.path("detail").asText().isBlank(), answer.body());
        assertFalse(answer.body().contains(files.toString()), answer.body());
        assertServes();
    }

    private void assertServes() throws Exception {
        HttpResponse<String> good = server.post(RAW, "image/png", files.resolve("cat.png"));
        assertEquals(200, good.statusCode(), good.body());
    }
}
