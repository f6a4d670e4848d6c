package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers for those who would rather look. */
class DrawnAnswerTest {
    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = Rig.open(folder);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static String question(String... inputs) {
        return "{\"modality\":\"numbers\",\"head\":\"channels\",\"inputs\":[\""
                + String.join("\",\"", inputs)
                + "\"]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/*", "text/html, image/png;q=0.5, */*;q=0.1"})
    void the_answer_to_one_input_is_drawn_for_who_accepts_a_picture(String accept)
            throws IOException {
        Answer answer =
                rig.http.json("/api/v1/predict", question("#numbers 1 2"), "Accept", accept);

        assertEquals(200, answer.status(), answer.text());
        assertEquals(
                "image/png", answer.response().headers().firstValue("content-type").orElseThrow());
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(answer.response().body()));
        assertEquals(720, drawn.getWidth());
    }

    @Test
    void a_body_as_it_is_is_answered_with_a_picture_too() {
        Answer answer =
                rig.http.post(
                        "/api/v1/heads/channels/predict?modality=numbers",
                        "#numbers 1".getBytes(),
                        "Accept",
                        "image/png");

        assertEquals(200, answer.status(), answer.text());
        assertEquals((byte) 0x89, answer.response().body()[0]);
    }

    @Test
    void who_does_not_care_gets_json() {
        Answer answer = rig.http.json("/api/v1/predict", question("#numbers 1"), "Accept", "*/*");

        assertEquals("channels", answer.json().getString("head"));
    }

    @Test
    void several_inputs_make_no_picture() {
        Answer answer =
                rig.http.json(
                        "/api/v1/predict",
                        question("#numbers 1", "#numbers 2"),
                        "Accept",
                        "image/png");

        assertEquals(406, answer.status());
        assertEquals("not-acceptable", answer.problem());
        assertTrue(answer.text().contains("one input, and 2 came"), answer.text());
    }

    @Test
    void a_stream_makes_no_picture() {
        Answer answer =
                rig.http.post(
                        "/api/v1/predict",
                        "{\"text\":\"#numbers 1\"}\n".getBytes(),
                        "Content-Type",
                        "application/x-ndjson",
                        "Accept",
                        "image/png");

        assertEquals(406, answer.status());
    }

    @Test
    void an_input_that_is_refused_is_a_problem_and_no_picture() {
        Answer answer =
                rig.http.json("/api/v1/predict", question("no numbers"), "Accept", "image/png");

        assertEquals(415, answer.status(), answer.text());
        assertEquals(
                "/inputs/0",
                answer.json().getJsonArray("errors").getJsonObject(0).getString("pointer"));
    }
}
