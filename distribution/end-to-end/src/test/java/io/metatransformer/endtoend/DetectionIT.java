package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Discs and squares on noise, written down as COCO does, are learnt, found and measured. */
class DetectionIT {
    private static final int SIDE = 224;
    private static final List<String> LABELS = List.of("disc", "square");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;
    private Path seen;
    private Path unseen;

    @BeforeEach
    void draw() throws IOException {
        packaged = Packaged.copy(tmp);
        seen = pictures("seen", 32, new Random(1));
        unseen = pictures("unseen", 12, new Random(2));
    }

    private Path pictures(String name, int count, Random random) throws IOException {
        Path images = Files.createDirectories(tmp.resolve(name).resolve("images"));
        ObjectNode coco = json.createObjectNode();
        ArrayNode files = coco.putArray("images");
        ArrayNode categories = coco.putArray("categories");
        ArrayNode annotations = coco.putArray("annotations");
        for (int k = 0; k < LABELS.size(); k++) {
            categories.addObject().put("id", k + 1).put("name", LABELS.get(k));
        }
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < SIDE * SIDE; at++) {
                picture.setRGB(at % SIDE, at / SIDE, 0x010101 * (100 + random.nextInt(40)));
            }
            Graphics2D pen = picture.createGraphics();
            files.addObject().put("id", i).put("file_name", i + ".png");
            for (int half = 0; half < 2; half++) {
                int k = random.nextInt(2);
                int side = 48 + random.nextInt(40);
                int left = half * SIDE / 2 + random.nextInt(SIDE / 2 - side);
                int top = random.nextInt(SIDE - side);
                pen.setColor(k == 0 ? Color.ORANGE : Color.BLUE);
                if (k == 0) {
                    pen.fillOval(left, top, side, side);
                } else {
                    pen.fillRect(left, top, side, side);
                }
                ObjectNode annotation = annotations.addObject();
                annotation.put("image_id", i).put("category_id", k + 1);
                annotation.putArray("bbox").add(left).add(top).add(side).add(side);
            }
            pen.dispose();
            ImageIO.write(picture, "png", images.resolve(i + ".png").toFile());
        }
        json.writeValue(tmp.resolve(name).resolve("annotations.json").toFile(), coco);
        return tmp.resolve(name);
    }

    @Test
    void objects_are_learnt_found_and_measured() throws Exception {
        Outcome fit =
                packaged.run(
                        "fit",
                        "--data",
                        seen,
                        "--validation",
                        unseen,
                        "--head",
                        "detection",
                        "--head-option",
                        "channels=32",
                        "--head-option",
                        "hidden=64",
                        "--head-option",
                        "proposals=50",
                        "--head-option",
                        "train_regions=32",
                        "--head-option",
                        "train_proposals=100",
                        "--batch",
                        "8",
                        "--epochs",
                        "12",
                        "--learning-rate",
                        "0.002",
                        "--as",
                        "things",
                        "-o",
                        "json");
        assertEquals(0, fit.exitCode(), fit.toString());
        double found = json.readTree(fit.out()).at("/validation/metrics/ap_50").asDouble();
        assertTrue(found > 0.3, fit.out());

        Outcome measured =
                packaged.run("evaluate", "--head", "things", "--data", unseen, "-o", "json");
        assertEquals(0, measured.exitCode(), measured.toString());
        assertEquals(found, json.readTree(measured.out()).at("/metrics/ap_50").asDouble(), 1e-6);

        Outcome predicted =
                packaged.run(
                        "predict",
                        "--head",
                        "things",
                        "-o",
                        "json",
                        unseen.resolve("images/0.png"));
        assertEquals(0, predicted.exitCode(), predicted.toString());
        JsonNode best = json.readTree(predicted.out()).at("/data/0/boxes/0");
        assertTrue(LABELS.contains(best.path("label").asText()), predicted.out());
        assertTrue(best.path("right").asDouble() <= SIDE, predicted.out());
    }

    @Test
    void annotations_that_do_not_fit_are_refused_in_one_line() throws Exception {
        Path broken = unseen.resolve("annotations.json");
        Files.writeString(
                broken, Files.readString(broken).replace("\"image_id\":3", "\"image_id\":99"));

        Outcome fit =
                packaged.run("fit", "--data", broken, "--head", "detection", "--as", "things");

        assertEquals(3, fit.exitCode(), fit.toString());
        assertTrue(fit.err().contains("'image_id' in annotations["), fit.toString());
    }
}
