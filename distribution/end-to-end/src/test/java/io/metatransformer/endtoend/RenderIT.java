package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers drawn by the packaged command, and by a server for who accepts a picture. */
class RenderIT {
    private final Packaged packaged = Packaged.original();

    @TempDir Path tmp;

    @Test
    void the_answer_to_one_input_becomes_the_file_that_was_named() throws Exception {
        Path file = tmp.resolve("answer.png");

        Outcome outcome =
                packaged.run(
                        "predict",
                        "--head",
                        "embedding",
                        "--render",
                        file,
                        packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().contains("cat.png"), "the answer is shown all the same");
        BufferedImage drawn = ImageIO.read(file.toFile());
        assertEquals(808, drawn.getWidth());
    }

    @Test
    void answers_to_several_inputs_are_numbered_or_lie_in_a_folder() throws Exception {
        Path cat = packaged.sample("cat.png");
        Path weather = packaged.sample("weather-synthetic.csv");
        Object[] ask = {"predict", "--head", "embedding", cat, "time-series=" + weather};

        Outcome numbered = packaged.run(with(ask, "--render", tmp.resolve("a.png")));
        Path folder = Files.createDirectory(tmp.resolve("folder"));
        Outcome gathered = packaged.run(with(ask, "--render", folder));

        assertEquals(0, numbered.exitCode(), numbered.toString());
        assertEquals(0, gathered.exitCode(), gathered.toString());
        assertTrue(Files.exists(tmp.resolve("a-1.png")) && Files.exists(tmp.resolve("a-2.png")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("1-cat.png.png", "2-weather-synthetic.csv.png"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static Object[] with(Object[] some, Object... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
    }

    @Test
    void a_file_that_cannot_be_written_is_refused_before_anything_is_asked() throws Exception {
        Object[] ask = {"predict", "--head", "embedding", packaged.sample("cat.png"), "--render"};

        Outcome other = packaged.run(with(ask, tmp.resolve("answer.jpg")));
        Outcome nowhere = packaged.run(with(ask, tmp.resolve("none/answer.png")));

        assertEquals(3, other.exitCode(), other.toString());
        assertTrue(other.err().contains("ends in .png"), other.toString());
        assertEquals(5, nowhere.exitCode(), nowhere.toString());
        assertTrue(nowhere.err().contains("its folder is not there"), nowhere.toString());
        assertEquals("", nowhere.out());
    }

    @Test
    void a_server_draws_for_who_accepts_a_picture() throws Exception {
        try (Server server = Server.start(packaged, "--allow-random-weights").awaitReady()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    server.base()
                                            .resolve(
                                                    "/api/v1/heads/embedding/predict?model=default&modality=image"))
                            .header("Content-Type", "image/png")
                            .header("Accept", "image/png")
                            .POST(HttpRequest.BodyPublishers.ofFile(packaged.sample("cat.png")))
                            .build();

            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofByteArray());

            assertEquals(200, answer.statusCode());
            assertEquals("image/png", answer.headers().firstValue("content-type").orElse(""));
            assertEquals(808, ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth());
        }
    }
}
