package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every change must leave true of real pictures; docs/benchmarks.md has the whole measurement. */
class FashionIT {
    private static final List<String> LABELS =
            List.of(
                    "t-shirt",
                    "trouser",
                    "pullover",
                    "dress",
                    "coat",
                    "sandal",
                    "shirt",
                    "sneaker",
                    "bag",
                    "boot");
    private static final int SIDE = 28;
    private static final int TRAINING = 600;
    private static final int ALL = 800;

    /** Of ten kinds; measured was 0.655. */
    private static final double FLOOR = 0.55;

    @TempDir Path tmp;

    @Test
    void a_head_upon_the_untrained_encoder_knows_clothes_well_above_chance() throws Exception {
        Packaged packaged = Packaged.copy(tmp);
        unpack();

        Outcome fit =
                packaged.run(
                        "fit",
                        "--data",
                        tmp.resolve("train"),
                        "--modality",
                        "image",
                        "--head-option",
                        "pooling=mean,max",
                        "--as",
                        "clothes");
        Outcome measured =
                packaged.run(
                        "evaluate",
                        "--data",
                        tmp.resolve("test"),
                        "--modality",
                        "image",
                        "--head",
                        "clothes",
                        "-o",
                        "json");

        assertEquals(0, fit.exitCode(), fit.toString());
        assertEquals(0, measured.exitCode(), measured.toString());
        JsonNode report = new ObjectMapper().readTree(measured.out());
        assertEquals(ALL - TRAINING, report.path("examples").asInt());
        double accuracy = report.at("/metrics/accuracy").asDouble();
        assertTrue(accuracy >= FLOOR, "accuracy " + accuracy + ", the floor is " + FLOOR);
    }

    private void unpack() throws IOException {
        byte[] bytes;
        try (InputStream in = FashionIT.class.getResourceAsStream("/fashion-mnist/800.gz");
                GZIPInputStream unpacked = new GZIPInputStream(in)) {
            bytes = unpacked.readAllBytes();
        }
        for (int i = 0; i < ALL; i++) {
            byte[] pixels = new byte[SIDE * SIDE];
            System.arraycopy(bytes, ALL + i * pixels.length, pixels, 0, pixels.length);
            BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
            Path folder = tmp.resolve(i < TRAINING ? "train" : "test");
            Path file = folder.resolve(LABELS.get(bytes[i])).resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        }
    }
}
