package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags are seen by two cameras, kept in a gallery, and found again. */
class RetrievalIT {
    private static final int FLAGS = 8;
    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;
    private Path gallery;
    private Path queries;

    @BeforeEach
    void draw() throws IOException {
        packaged = Packaged.copy(tmp);
        StringBuilder seen = new StringBuilder("file,id,label,camera\n");
        StringBuilder asked = new StringBuilder("file,label,camera\n");
        for (int flag = 0; flag < FLAGS; flag++) {
            for (int camera = 0; camera < 2; camera++) {
                String file = "flag" + flag + "-camera" + camera + ".png";
                ImageIO.write(flag(flag, camera), "png", tmp.resolve(file).toFile());
                seen.append(file + ",item " + flag + "/" + camera + ",flag " + flag + "," + camera);
                seen.append("\n");
            }
            String file = "flag" + flag + "-query.png";
            ImageIO.write(flag(flag, 2), "png", tmp.resolve(file).toFile());
            asked.append(file + ",flag " + flag + ",0\n");
        }
        gallery = Files.writeString(tmp.resolve("gallery.csv"), seen);
        queries = Files.writeString(tmp.resolve("queries.csv"), asked);
    }

    /** Three stripes of colours that belong to the flag; the camera adds a little noise. */
    private static BufferedImage flag(int flag, int camera) {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        Random colours = new Random(flag);
        for (int stripe = 0; stripe < 4; stripe++) {
            pen.setColor(new Color(colours.nextInt(0x1000000)));
            if (flag % 2 == 0) {
                pen.fillRect(16 * stripe, 0, 16, 64);
            } else {
                pen.fillRect(0, 16 * stripe, 64, 16);
            }
        }
        pen.setColor(Color.GRAY);
        Random noise = new Random(100 + camera);
        for (int i = 0; i < 20; i++) {
            pen.fillRect(noise.nextInt(64), noise.nextInt(64), 2, 2);
        }
        pen.dispose();
        return picture;
    }

    @Test
    void what_was_seen_is_found_again_by_the_command_and_by_a_server() throws Exception {
        Outcome fit =
                packaged.run(
                        "fit",
                        "--data",
                        gallery,
                        "--validation",
                        queries,
                        "--head",
                        "retrieval",
                        "--as",
                        "flags",
                        "-o",
                        "json");
        assertEquals(0, fit.exitCode(), fit.toString());
        JsonNode report = json.readTree(fit.out());
        assertEquals(2 * FLAGS, report.path("examples").asInt(), fit.out());
        assertEquals(0, report.path("epochs").size(), fit.out());
        assertTrue(report.at("/validation/metrics/rank_1").asDouble() > 0.7, fit.out());

        Path query = tmp.resolve("flag3-query.png");
        Outcome predicted = packaged.run("predict", "--head", "flags", "-o", "json", query);
        JsonNode first = json.readTree(predicted.out()).at("/data/0/neighbours/0");
        assertEquals("flag 3", first.path("label").asText(), predicted.toString());
        assertTrue(first.path("id").asText().startsWith("item 3/"), predicted.toString());

        Outcome measured =
                packaged.run("evaluate", "--head", "flags", "--data", queries, "-o", "json");
        assertEquals(
                report.at("/validation/metrics/mean_average_precision").asDouble(),
                json.readTree(measured.out()).at("/metrics/mean_average_precision").asDouble(),
                1e-6,
                measured.toString());

        try (Server server = Server.start(packaged, "--allow-random-weights").awaitReady()) {
            String path = "/api/v1/heads/flags/predict?model=default&modality=image";
            var answer = server.post(path, "image/png", query);
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode found = json.readTree(answer.body()).at("/data/0");
            assertEquals("retrieval", found.path("task").asText(), answer.body());
            assertEquals("flag 3", found.at("/neighbours/0/label").asText(), answer.body());
        }
    }

    @Test
    void a_gallery_of_pictures_is_not_asked_about_text() throws Exception {
        Outcome fit =
                packaged.run("fit", "--data", gallery, "--head", "retrieval", "--as", "flags");
        assertEquals(0, fit.exitCode(), fit.toString());
        assertFalse(fit.out().contains("epochs"), fit.out());
        Path text = Files.writeString(tmp.resolve("note.txt"), "a flag of four stripes");

        Outcome refused = packaged.run("predict", "--head", "flags", "--modality", "text", text);

        assertEquals(3, refused.exitCode(), refused.toString());
        assertTrue(refused.toString().contains("a gallery of image"), refused.toString());
    }
}
