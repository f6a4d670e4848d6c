package io.metatransformer.modality.pointcloud;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.testkit.Golden;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One cloud of 120 points in fifteen files. */
class ReadersGoldenTest {
    private static final Golden GOLDEN = Files.golden("readers");

    static Stream<String> filesOfFloats() {
        return Stream.of(
                "cloud.csv",
                "cloud.off",
                "cloud.xyz",
                "cloud_ascii.pcd",
                "cloud_ascii.ply",
                "cloud_be.ply",
                "cloud_binary.pcd",
                "cloud_f32.npy",
                "cloud_f64_fortran.npy",
                "cloud_joined_header.off",
                "cloud_le.ply",
                "cloud_list_first.ply",
                "cloud_lzf.pcd");
    }

    @ParameterizedTest
    @MethodSource("filesOfFloats")
    void every_format_gives_the_same_points(String file) {
        Cloud cloud = read(file);

        assertArrayEquals(GOLDEN.tensor("output.xyz").toArray(), narrow(cloud.xyz()));
    }

    @Test
    void a_laser_scan_is_scaled_in_double_precision() {
        Cloud cloud = read("cloud.las");

        assertClose("xyz", GOLDEN.doubles("output.las_xyz"), cloud.xyz(), 1e-9, 0);
    }

    @Test
    void a_file_of_modelnet_has_normals_after_its_points() {
        Cloud cloud = read("cloud_modelnet.txt");

        float[] rows = GOLDEN.tensor("output.modelnet_txt").toArray();
        float[] xyz = narrow(cloud.xyz());
        for (int point = 0; point < cloud.points(); point++) {
            for (int axis = 0; axis < 3; axis++) {
                assertEquals(rows[6 * point + axis], xyz[3 * point + axis]);
                assertEquals(
                        rows[6 * point + 3 + axis],
                        cloud.normals().orElseThrow()[3 * point + axis]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud_ascii.ply", "cloud_f64_fortran.npy"})
    void normals_are_read(String file) {
        assertArrayEquals(
                GOLDEN.tensor("output.normals").toArray(), read(file).normals().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloud_ascii.ply",
                "cloud_le.ply",
                "cloud_be.ply",
                "cloud_ascii.pcd",
                "cloud_binary.pcd",
                "cloud_lzf.pcd",
                "cloud.csv",
                "cloud.las"
            })
    void colours_are_read(String file) {
        float[] expected = new float[360];
        long[] rgb = GOLDEN.longs("output.rgb");
        for (int i = 0; i < expected.length; i++) {
            expected[i] = rgb[i];
        }

        assertArrayEquals(expected, read(file).colours().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud_le.ply", "cloud_be.ply"})
    void intensities_are_read(String file) {
        assertArrayEquals(
                GOLDEN.tensor("output.intensity").toArray(), read(file).intensity().orElseThrow());
    }

    @Test
    void rows_without_names_have_what_the_options_say_in_columns_four_to_six() {
        Cloud colours =
                Files.cloud(
                        Files.input("files/cloud_f64_fortran.npy"),
                        Map.of("extra_columns", "colours"));
        Cloud none =
                Files.cloud(
                        Files.input("files/cloud_modelnet.txt"), Map.of("extra_columns", "none"));

        assertArrayEquals(
                GOLDEN.tensor("output.normals").toArray(), colours.colours().orElseThrow());
        assertTrue(colours.normals().isEmpty());
        assertTrue(none.normals().isEmpty() && none.colours().isEmpty());
    }

    private static Cloud read(String file) {
        return Files.cloud(Files.input("files/" + file), Map.of());
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
