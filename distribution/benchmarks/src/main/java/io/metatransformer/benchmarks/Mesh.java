package io.metatransformer.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A surface of triangles, from a file of the Object File Format.
 *
 * @param corners {@code [triangles][9]}: x, y, z of each corner
 * @param area sums of the triangles' areas, up to each of them
 */
record Mesh(double[][] corners, double[] area) {

    static Mesh read(Path off) throws IOException {
        String text = Files.readString(off, StandardCharsets.US_ASCII).replaceAll("#[^\n]*", "");
        List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        boolean countsApart = lines.get(0).endsWith("OFF");
        StringTokenizer counts =
                new StringTokenizer(countsApart ? lines.get(1) : lines.get(0).split("OFF", 2)[1]);
        int vertices = Integer.parseInt(counts.nextToken());
        int faces = Integer.parseInt(counts.nextToken());
        int first = countsApart ? 2 : 1;
        double[][] places = new double[vertices][3];
        for (int v = 0; v < vertices; v++) {
            StringTokenizer numbers = new StringTokenizer(lines.get(first + v));
            for (int axis = 0; axis < 3; axis++) {
                places[v][axis] = Double.parseDouble(numbers.nextToken());
            }
        }
        List<double[]> corners = new ArrayList<>();
        for (int f = 0; f < faces; f++) {
            StringTokenizer numbers = new StringTokenizer(lines.get(first + vertices + f));
            int[] face = new int[Integer.parseInt(numbers.nextToken())];
            for (int i = 0; i < face.length; i++) {
                face[i] = Integer.parseInt(numbers.nextToken());
            }
            for (int i = 2; i < face.length; i++) {
                corners.add(triangle(places[face[0]], places[face[i - 1]], places[face[i]]));
            }
        }
        return of(corners);
    }

    static Mesh of(List<double[]> corners) {
        double[] area = new double[corners.size()];
        double sum = 0;
        for (int t = 0; t < area.length; t++) {
            sum += area(corners.get(t));
            area[t] = sum;
        }
        return new Mesh(corners.toArray(double[][]::new), area);
    }

    private static double[] triangle(double[] a, double[] b, double[] c) {
        return new double[] {a[0], a[1], a[2], b[0], b[1], b[2], c[0], c[1], c[2]};
    }

    private static double area(double[] t) {
        double[] u = {t[3] - t[0], t[4] - t[1], t[5] - t[2]};
        double[] v = {t[6] - t[0], t[7] - t[1], t[8] - t[2]};
        double x = u[1] * v[2] - u[2] * v[1];
        double y = u[2] * v[0] - u[0] * v[2];
        double z = u[0] * v[1] - u[1] * v[0];
        return Math.sqrt(x * x + y * y + z * z) / 2;
    }

    /** Points of the surface, each place as likely as another; {@code [count][3]}. */
    double[][] points(int count, Draw draw) {
        double[][] points = new double[count][3];
        for (double[] point : points) {
            double wanted = draw.uniform() * area[area.length - 1];
            int found = Arrays.binarySearch(area, wanted);
            double[] t = corners[Math.min(area.length - 1, found < 0 ? -found - 1 : found)];
            double root = Math.sqrt(draw.uniform());
            double share = draw.uniform();
            for (int axis = 0; axis < 3; axis++) {
                point[axis] =
                        (1 - root) * t[axis]
                                + root * (1 - share) * t[3 + axis]
                                + root * share * t[6 + axis];
            }
        }
        return points;
    }
}
