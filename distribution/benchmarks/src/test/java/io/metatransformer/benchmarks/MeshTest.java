package io.metatransformer.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshTest {

    /** A square of side 1, and a triangle of a third of its area beside it. */
    private static final String OFF =
            """
            OFF # of vertices, faces, edges
            7 2 0
            0 0 0
            1 0 0
            1 1 0

            0 1 0
            5 0 0
            5 1 0
            5.6666667 0 0
            4 0 1 2 3
            3 4 5 6
            """;

    @Test
    void every_place_of_the_surface_is_as_likely_as_another(@TempDir Path folder)
            throws IOException {
        Mesh mesh = Mesh.read(Files.writeString(folder.resolve("m.off"), OFF));

        double[][] points = mesh.points(20_000, new Draw(1));

        int left = 0;
        int lower = 0;
        int square = 0;
        for (double[] p : points) {
            assertEquals(0, p[2]);
            square += p[0] <= 1 ? 1 : 0;
            left += p[0] < 0.5 ? 1 : 0;
            lower += p[0] <= 1 && p[1] < 0.5 ? 1 : 0;
        }
        assertEquals(0.75, square / 20_000.0, 0.01);
        assertEquals(0.375, left / 20_000.0, 0.01);
        assertEquals(0.375, lower / 20_000.0, 0.01);
        assertTrue(mesh.area().length == 3, "a square is two triangles");
    }
}
