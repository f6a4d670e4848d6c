package io.metatransformer.benchmarks;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of some known objects it is that points were taken from: drawn from the surface of a mesh, turned at random in
 * space, and moved by noise of one per cent of the size. Training and test are other draws of the same objects: this is
 * to know a thing again however it lies, and not to tell kinds of things apart.
 */
final class Scans implements Source {
    private static final long SEED = 6;
    private static final int POINTS = 1024;
    private static final int BINS = 32;
    private static final double NOISE = 0.01;
    private static final List<String> OBJECTS =
            List.of(
                    "armadillo",
                    "bull",
                    "bunny00",
                    "camel",
                    "cow",
                    "dino",
                    "elephant",
                    "fandisk",
                    "femur",
                    "homer",
                    "knot1",
                    "lion",
                    "man",
                    "triceratops",
                    "turbine");

    @Override
    public String name() {
        return "scans";
    }

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        Path folder = Source.existing(data, "meshes");
        Draw draw = new Draw(SEED);
        List<Problem.Case> training = new ArrayList<>();
        List<Problem.Case> test = new ArrayList<>();
        for (String object : OBJECTS) {
            Mesh mesh = Mesh.read(Source.existing(folder, object + ".off"));
            for (int i = 0; i < (full ? 200 : 30); i++) {
                training.add(scan(object, object + " " + i, mesh, draw));
            }
            for (int i = 0; i < (full ? 100 : 15); i++) {
                test.add(scan(object, object + " test " + i, mesh, draw));
            }
        }
        return Problem.of(
                name(),
                OBJECTS.size() + " objects known again from points",
                "histogram of distances from the middle",
                draw.shuffled(training),
                test);
    }

    private static Problem.Case scan(String object, String name, Mesh mesh, Draw draw) {
        double[][] points = turned(mesh.points(POINTS, draw), draw);
        float[] flat = new float[3 * POINTS];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) (points[i / 3][i % 3] + NOISE * draw.normal());
        }
        Item item = Item.of(Input.of(Modality.POINT_CLOUD, Tensor.of(flat, POINTS, 3)));
        Example example = new Example(name, item, new Target.Label(object));
        return new Problem.Case(example, histogram(flat));
    }

    /** About the middle, at size 1, by a rotation drawn evenly: Shoemake, Graphics Gems III, 1992. */
    private static double[][] turned(double[][] points, Draw draw) {
        double[] q = {draw.normal(), draw.normal(), draw.normal(), draw.normal()};
        double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        double w = q[0] / length;
        double x = q[1] / length;
        double y = q[2] / length;
        double z = q[3] / length;
        double[][] turn = {
            {1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)},
            {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)},
            {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)}
        };
        double[] middle = Scale.of(List.of(points)).mean();
        double size = 0;
        for (double[] p : points) {
            size = Math.max(size, distance(p, middle));
        }
        double[][] turned = new double[points.length][3];
        for (int i = 0; i < points.length; i++) {
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    turned[i][r] += turn[r][c] * (points[i][c] - middle[c]) / size;
                }
            }
        }
        return turned;
    }

    private static double distance(double[] p, double[] q) {
        return Math.sqrt(
                Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
    }

    /** The same however the object is turned: Osada and others, Transactions on Graphics 21, 2002 (D1). */
    private static double[] histogram(float[] points) {
        double[] bins = new double[BINS];
        double[] zero = new double[3];
        for (int i = 0; i < points.length; i += 3) {
            double far = distance(new double[] {points[i], points[i + 1], points[i + 2]}, zero);
            bins[(int) Math.min(BINS - 1, far * BINS)]++;
        }
        return bins;
    }
}
