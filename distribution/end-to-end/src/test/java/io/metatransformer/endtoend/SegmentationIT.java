package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Fields are drawn beside water, learnt from their masks, and found again pixel by pixel. */
class SegmentationIT {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int PICTURES = 12;

    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;
    private Path data;

    @BeforeEach
    void draw() throws IOException {
        packaged = Packaged.copy(tmp);
        data = tmp.resolve("land");
        Files.createDirectories(data.resolve("images"));
        Files.createDirectories(data.resolve("masks"));
        Files.writeString(data.resolve("labels.txt"), "water\nfield\n");
        Random random = new Random(3);
        for (int i = 0; i < PICTURES; i++) {
            int shore = 16 + random.nextInt(HEIGHT - 32);
            ImageIO.write(view(shore), "png", data.resolve("images/" + i + ".png").toFile());
            ImageIO.write(mask(shore), "png", data.resolve("masks/" + i + ".png").toFile());
        }
    }

    private static BufferedImage view(int shore) {
        BufferedImage view = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = view.createGraphics();
        pen.setColor(new Color(20, 40, 90));
        pen.fillRect(0, 0, WIDTH, shore);
        pen.setColor(new Color(210, 220, 90));
        pen.fillRect(0, shore, WIDTH, HEIGHT - shore);
        pen.dispose();
        return view;
    }

    private static BufferedImage mask(int shore) {
        BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                mask.getRaster().setSample(x, y, 0, y == 0 ? 255 : y < shore ? 0 : 1);
            }
        }
        return mask;
    }

    @Test
    void a_trained_head_tells_every_pixel_at_every_door() throws Exception {
        try (Server server = Server.start(packaged, "--allow-random-weights").awaitReady()) {
            Outcome fit =
                    packaged.run(
                            "fit",
                            "--data",
                            data,
                            "--head",
                            "segmentation",
                            "--as",
                            "land",
                            "-o",
                            "json");
            assertEquals(0, fit.exitCode(), fit.toString());
            double iou = json.readTree(fit.out()).at("/validation/metrics/mean_iou").asDouble();
            // One class everywhere has at most 0.5; the sides that no token covers are wrong.
            assertTrue(iou > 0.55, fit.out());

            Path picture = data.resolve("images/0.png");
            assertPixels(picture);
            assertRuns(picture);
            assertServed(server, picture);
        }

        Outcome measured = packaged.run("evaluate", "--head", "land", "--data", data, "-o", "json");
        assertEquals(0, measured.exitCode(), measured.toString());
        assertEquals(PICTURES, json.readTree(measured.out()).path("examples").asInt());
    }

    private void assertPixels(Path picture) throws Exception {
        Path png = tmp.resolve("mask.png");
        Outcome drawn =
                packaged.run(
                        "predict",
                        "--head",
                        "land",
                        "--head-option",
                        "outside=edge",
                        "-o",
                        "png",
                        "--to",
                        png,
                        picture);
        assertEquals(0, drawn.exitCode(), drawn.toString());
        BufferedImage mask = ImageIO.read(png.toFile());
        assertEquals(WIDTH, mask.getWidth());
        assertEquals(HEIGHT, mask.getHeight());
        assertEquals(0, mask.getRaster().getSample(WIDTH / 2, 2, 0), "water above");
        assertEquals(1, mask.getRaster().getSample(WIDTH / 2, HEIGHT - 2, 0), "a field below");
    }

    private void assertRuns(Path picture) throws Exception {
        Outcome predicted = packaged.run("predict", "--head", "land", "-o", "json", picture);
        JsonNode answer = json.readTree(predicted.out()).at("/data/0");
        int pixels = 0;
        for (int i = 1; i < answer.path("rle").size(); i += 2) {
            pixels += answer.path("rle").get(i).asInt();
        }
        assertEquals(WIDTH * HEIGHT, pixels, predicted.toString());

        Outcome table = packaged.run("predict", "--head", "land", picture);
        assertTrue(table.out().contains("field"), table.toString());
    }

    private void assertServed(Server server, Path picture) throws Exception {
        String path = "/api/v1/heads/land/predict?model=default&modality=image";
        var answer = server.post(path, "image/png", picture);
        for (int i = 0; i < 50 && answer.statusCode() != 200; i++) {
            Thread.sleep(100); // until the server has looked at the folder of models again
            answer = server.post(path, "image/png", picture);
        }
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"rle\""), answer.body());
        var all = server.post(path + "&encoding=base64", "image/png", picture);
        assertTrue(all.body().contains("\"base64\""), all.body());
    }

    @Test
    void what_cannot_be_learnt_from_is_refused_in_one_line() throws Exception {
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                data.resolve("masks/3.png").toFile());
        refused(fit(), "sides");

        Files.delete(data.resolve("masks/3.png"));
        refused(fit(), "masks/3.png");

        Files.delete(data.resolve("labels.txt"));
        refused(fit(), "labels.txt");
    }

    private Outcome fit() throws Exception {
        return packaged.run("fit", "--data", data, "--head", "segmentation", "--as", "land");
    }

    private static void refused(Outcome outcome, String part) {
        assertEquals(3, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains(part), outcome.toString());
    }
}
