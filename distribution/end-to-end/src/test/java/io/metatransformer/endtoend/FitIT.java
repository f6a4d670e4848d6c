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
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head is trained, asked and measured; a server that runs meanwhile has it at once. */
class FitIT {
    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;
    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        packaged = Packaged.copy(tmp);
        pictures = tmp.resolve("pictures");
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            for (String label : List.of("disc", "stripes")) {
                Path file = pictures.resolve(label).resolve(i + ".png");
                Files.createDirectories(file.getParent());
                ImageIO.write(picture(label, random), "png", file.toFile());
            }
        }
    }

    private static BufferedImage picture(String label, Random random) {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        int shift = random.nextInt(12);
        if (label.equals("disc")) {
            pen.setColor(Color.ORANGE);
            pen.fillOval(8 + shift, 12, 36, 36);
        } else {
            pen.setColor(Color.CYAN);
            for (int y = shift; y < 64; y += 12) {
                pen.fillRect(0, y, 64, 5);
            }
        }
        pen.dispose();
        return picture;
    }

    @Test
    void a_trained_head_is_asked_and_measured_and_a_running_server_has_it() throws Exception {
        try (Server server = Server.start(packaged, "--allow-random-weights").awaitReady()) {
            Outcome fit = packaged.run("fit", "--data", pictures, "--as", "shape", "-o", "json");
            assertEquals(0, fit.exitCode(), fit.toString());
            JsonNode report = json.readTree(fit.out());
            double accuracy = report.at("/validation/metrics/accuracy").asDouble();
            assertTrue(accuracy > 0.7, fit.out());

            Path folder = packaged.folder().resolve("models/default/heads/shape");
            JsonNode told = json.readTree(folder.resolve("report.json").toFile());
            assertEquals(report.path("run"), told.path("run"));
            assertEquals(report.at("/validation/confusion"), told.at("/validation/confusion"));
            assertTrue(Files.readString(folder.resolve("report.html")).contains("stripes"));

            Path disc = pictures.resolve("disc/0.png");
            Outcome predicted = packaged.run("predict", "--head", "shape", disc);
            assertTrue(predicted.out().contains("disc"), predicted.toString());

            String path = "/api/v1/heads/shape/predict?model=default&modality=image";
            var answer = server.post(path, "image/png", disc);
            for (int i = 0; i < 50 && answer.statusCode() != 200; i++) {
                Thread.sleep(100); // until the server has looked at the folder of models again
                answer = server.post(path, "image/png", disc);
            }
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("\"disc\""), answer.body());
        }

        Outcome measured =
                packaged.run("evaluate", "--head", "shape", "--data", pictures, "-o", "json");
        assertEquals(0, measured.exitCode(), measured.toString());
        assertEquals(24, json.readTree(measured.out()).path("examples").asInt());
    }

    @Test
    void features_are_kept_for_the_next_run() throws Exception {
        Path kept = tmp.resolve("kept");
        List<Object> fit =
                List.of("fit", "--data", pictures, "--as", "shape", "--keep", kept, "-o", "json");

        packaged.run(fit.toArray());
        Outcome again = packaged.run(fit.toArray());

        assertEquals(24, json.readTree(again.out()).path("reused").asInt(), again.toString());
    }

    @Test
    void a_tokenizer_that_learns_with_the_head_stays_with_it() throws Exception {
        List<Object> fit =
                List.of(
                        "fit",
                        "--data",
                        pictures,
                        "--as",
                        "shape",
                        "--train",
                        "tokenizer,head",
                        "--epochs",
                        "3",
                        "--patience",
                        "0",
                        "--tune-epochs",
                        "6",
                        "--tune-batch",
                        "6",
                        "-o",
                        "json");

        Outcome together = packaged.run(fit.toArray());

        assertEquals(0, together.exitCode(), together.toString());
        JsonNode report = json.readTree(together.out());
        assertEquals(3, report.path("epochs_alone").asInt());
        assertEquals(9, report.path("epochs").size());
        double alone = report.at("/epochs/2/validation_loss").asDouble();
        int best = report.path("best_epoch").asInt() - 1;
        double reached = report.path("epochs").path(best).path("validation_loss").asDouble();
        assertTrue(best >= 3 && reached < alone, together.out());
        Path own = tmp.resolve("metatransformer/models/default/heads/shape/tokenizers/image");
        assertTrue(Files.isRegularFile(own.resolve("weights.safetensors")), own.toString());

        Outcome measured =
                packaged.run("evaluate", "--head", "shape", "--data", pictures, "-o", "json");
        assertEquals(0, measured.exitCode(), measured.toString());
        Outcome wrong = packaged.run("fit", "--data", pictures, "--as", "x", "--train", "encoder");
        assertEquals(2, wrong.exitCode(), wrong.toString());
        assertTrue(wrong.err().contains("tokenizer,head"), wrong.toString());
    }

    @Test
    void what_cannot_be_learnt_from_is_refused_in_one_line() throws Exception {
        Path list = Files.writeString(tmp.resolve("list.csv"), "file,label\nnone.png,a\n");
        Files.createDirectories(tmp.resolve("empty"));
        Files.write(pictures.resolve("disc/broken.png"), new byte[] {0, 1, 2, 3});

        refused(packaged.run("fit", "--data", list, "--as", "x"), 3, "TOO_SHORT");
        refused(packaged.run("fit", "--data", tmp.resolve("empty"), "--as", "x"), 3, "label");
        refused(packaged.run("fit", "--data", pictures, "--as", "x"), 3, "disc/broken.png");
        refused(
                packaged.run("fit", "--data", pictures, "--head", "embedding", "--as", "x"),
                3,
                "learns nothing");
        refused(packaged.run("evaluate", "--head", "none", "--data", pictures), 3, "UNKNOWN_HEAD");
    }

    private static void refused(Outcome outcome, int exitCode, String part) {
        assertEquals(exitCode, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains(part), outcome.toString());
    }
}
