package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spheres on boxes are learnt to be told apart, point by point, through every door. */
class PointSegmentationIT {
    private static final int POINTS = 300;

    private final ObjectMapper json = new ObjectMapper();

    @TempDir Path tmp;
    private Packaged packaged;
    private Path lamps;

    @BeforeEach
    void scatter() throws IOException {
        packaged = Packaged.copy(tmp);
        lamps = Files.createDirectories(tmp.resolve("lamps"));
        Files.writeString(lamps.resolve("labels.txt"), "lamp/shade\nlamp/foot\n");
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            StringBuilder cloud = new StringBuilder();
            StringBuilder labels = new StringBuilder();
            double radius = 0.3 + 0.2 * random.nextDouble();
            for (int p = 0; p < POINTS; p++) {
                boolean shade = random.nextBoolean();
                double[] at = shade ? shade(random, radius) : foot(random);
                cloud.append(String.format(Locale.ROOT, "%.4f %.4f %.4f%n", at[0], at[1], at[2]));
                labels.append(shade ? "0\n" : "1\n");
            }
            Files.writeString(lamps.resolve(i + ".xyz"), cloud);
            Files.writeString(lamps.resolve(i + ".seg"), labels);
        }
    }

    private static double[] shade(Random random, double radius) {
        double[] at = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        double length = Math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]) / radius;
        return new double[] {at[0] / length, at[1] / length + radius, at[2] / length};
    }

    private static double[] foot(Random random) {
        return new double[] {
            random.nextDouble() - 0.5, -0.6 * random.nextDouble(), random.nextDouble() - 0.5
        };
    }

    @Test
    void every_point_is_labelled_by_what_was_learnt() throws Exception {
        Path cloud = lamps.resolve("0.xyz");
        try (Server server = Server.start(packaged, "--allow-random-weights").awaitReady()) {
            Outcome fit =
                    packaged.run(
                            "fit",
                            "--data",
                            lamps,
                            "--head",
                            "point-segmentation",
                            "--head-option",
                            "hidden=32",
                            "--as",
                            "parts",
                            "--epochs",
                            60,
                            "--batch",
                            4,
                            "-o",
                            "json");
            assertEquals(0, fit.exitCode(), fit.toString());
            JsonNode metrics = json.readTree(fit.out()).at("/validation/metrics");
            assertTrue(metrics.path("mean_iou").asDouble() > 0.85, fit.out());
            assertTrue(metrics.path("instance_iou").asDouble() > 0.85, fit.out());

            String path = "/api/v1/heads/parts/predict?model=default&modality=point-cloud";
            var answer = server.post(path, "text/plain", cloud);
            for (int i = 0; i < 50 && answer.statusCode() != 200; i++) {
                Thread.sleep(100); // until the server has looked at the folder of models again
                answer = server.post(path, "text/plain", cloud);
            }
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode result = json.readTree(answer.body()).at("/data/0");
            assertEquals("point-segmentation", result.path("task").asText(), answer.body());
            byte[] indices = Base64.getDecoder().decode(result.path("base64").asText());
            assertEquals(4 * POINTS, indices.length);
        }

        Outcome table = ask(cloud, "table");
        assertTrue(table.out().matches("(?s).*lamp/shade \\d+ %.*"), table.toString());
        JsonNode listed = json.readTree(ask(cloud, "json").out()).at("/data/0");
        assertEquals(POINTS, listed.path("classes").size(), listed.toString());

        Path written = tmp.resolve("again.seg");
        ask(cloud, "seg", "--to", written);
        List<String> said = Files.readAllLines(written);
        List<String> truth = Files.readAllLines(lamps.resolve("0.seg"));
        int right = 0;
        for (int p = 0; p < POINTS; p++) {
            right += said.get(p).equals(truth.get(p)) ? 1 : 0;
        }
        assertTrue(right > 0.9 * POINTS, right + " of " + POINTS + " points");

        Outcome measured =
                packaged.run("evaluate", "--head", "parts", "--data", lamps, "-o", "json");
        assertEquals(0, measured.exitCode(), measured.toString());
        JsonNode all = json.readTree(measured.out());
        assertEquals(12, all.path("examples").asInt());
        assertTrue(all.at("/metrics/accuracy").asDouble() > 0.9, measured.out());
    }

    private Outcome ask(Path cloud, String form, Object... more) throws Exception {
        List<Object> command = new ArrayList<>();
        command.addAll(List.of("predict", "--head", "parts", "--modality", "point-cloud"));
        command.addAll(List.of("-o", form, cloud));
        command.addAll(List.of(more));
        Outcome asked = packaged.run(command.toArray());
        assertEquals(0, asked.exitCode(), asked.toString());
        return asked;
    }

    @Test
    void clouds_whose_labels_do_not_fit_are_refused_in_one_line() throws Exception {
        for (int i = 0; i < 12; i++) {
            Files.writeString(lamps.resolve(i + ".seg"), "0\n1\n");
        }
        Outcome few =
                packaged.run(
                        "fit", "--data", lamps, "--head", "point-segmentation", "--as", "parts");
        assertEquals(3, few.exitCode(), few.toString());
        assertTrue(few.err().contains("300 points has 2 labels"), few.toString());

        Files.writeString(lamps.resolve("3.seg"), "0\n2\n");
        Outcome unnamed = packaged.run("fit", "--data", lamps, "--as", "parts");
        assertEquals(3, unnamed.exitCode(), unnamed.toString());
        assertTrue(unnamed.err().contains("3.seg: point 1 has label 2"), unnamed.toString());
    }
}
