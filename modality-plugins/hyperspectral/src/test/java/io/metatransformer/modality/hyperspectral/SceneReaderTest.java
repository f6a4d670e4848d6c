package io.metatransformer.modality.hyperspectral;

import static io.metatransformer.modality.hyperspectral.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other programs (SciPy, h5py, netCDF4, tifffile); see their README for what they hold. */
class SceneReaderTest {
    private static final Path SCENES = Path.of("src/test/resources/scenes");
    private static final int LINES = 4;
    private static final int SAMPLES = 5;
    private static final int BANDS = 6;

    @ParameterizedTest
    @CsvSource({
        "mat5_plain.mat, 0",
        "mat73.mat, 7",
        "netcdf4_records.nc, 0",
        "plain.h5, 0",
        "new_style.h5, 0",
        "pages.tif, 0",
        "envi_bil.zip, 0",
        "envi_data_first.zip, 0"
    })
    void the_samples_of_a_scene_are_found_wherever_its_format_puts_them(String file, double shift)
            throws IOException {
        Map<String, Object> order =
                file.endsWith(".h5") ? Map.of("axis_order", "lines-samples-bands") : Map.of();

        for (Input input : new Input[] {input(file), bytes(file)}) {
            try (Cube cube = reader(order).open(input)) {
                assertScene(cube, shift);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netcdf1.nc",
                "netcdf2_records.nc",
                "netcdf5.nc",
                "netcdf4.nc",
                "netcdf4_records.nc"
            })
    void netcdf_numbers_are_scaled_and_fill_values_masked(String file) throws IOException {
        for (Input input : new Input[] {input(file), bytes(file)}) {
            try (Cube cube = reader(Map.of()).open(input)) {
                double[] first = new double[1];
                cube.samples().read(cube.axes().index(0, 0, 0), first, 1);

                assertTrue(cube.meaning().isMasked(first[0]));
                assertScene(cube, 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netcdf1.nc", "netcdf5.nc", "netcdf4.nc", "netcdf4_records.nc"})
    void wavelengths_are_those_of_the_spectral_axis(String file) {
        try (Cube cube = reader(Map.of()).open(input(file))) {
            assertArrayEquals(
                    new double[] {400, 410, 420, 430, 440, 450}, cube.meaning().wavelengths());
        }
    }

    @Test
    void a_header_says_wavelengths_bad_bands_and_what_is_masked() {
        try (Cube cube = reader(Map.of()).open(input("envi_data_first.zip"))) {
            assertEquals(-7, cube.meaning().ignore().orElseThrow());
            assertEquals(450, cube.meaning().wavelengths()[5]);
            assertArrayEquals(
                    new boolean[] {true, true, false, true, true, false},
                    cube.meaning().goodBands());
        }
    }

    @Test
    void a_variable_is_taken_by_name() {
        try (Cube cube = reader(Map.of("variable", "b")).open(input("mat5_two.mat"))) {
            assertScene(cube, 1);
        }
        try (Cube cube = reader(Map.of("variable", "scene")).open(input("mat5_plain.mat"))) {
            assertScene(cube, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mat5_two.mat, '', BAD_CONFIG, '[4, 5, 6]'",
        "mat5_two.mat, c, BAD_CONFIG, no variable 'c'",
        "mat5_plain.mat, other, SHAPE_MISMATCH, three axes",
        "mat5_plain.mat, name, UNSUPPORTED_FORMAT, no real numbers",
        "mat5_complex.mat, '', SHAPE_MISMATCH, real numbers",
        "mat5_complex.mat, input, UNSUPPORTED_FORMAT, no real numbers",
        "mat5_flat.mat, '', SHAPE_MISMATCH, three axes",
        "plain.h5, '', BAD_CONFIG, axis_order",
        "plain.h5, away, BAD_CONFIG, no variable",
        "plain.h5, table, SHAPE_MISMATCH, three axes",
        "lzf.h5, '', BAD_CONFIG, axis_order"
    })
    void what_is_no_scene_is_refused(String file, String variable, ErrorCode code, String words) {
        Map<String, Object> options = variable.isEmpty() ? Map.of() : Map.of("variable", variable);

        assertRefused(code, words, () -> reader(options).open(input(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "lzf.h5, UNSUPPORTED_FORMAT, filter 32000",
        "sparse.h5, CORRUPT, contradicts itself"
    })
    void chunks_that_cannot_be_read_are_refused(String file, ErrorCode code, String words) {
        Map<String, Object> order = Map.of("axis_order", "lines-samples-bands");

        assertRefused(code, words, () -> reader(order).open(input(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mat5_plain.mat",
                "mat5_two.mat",
                "mat73.mat",
                "netcdf1.nc",
                "netcdf2_records.nc",
                "netcdf4.nc",
                "plain.h5",
                "pages.tif"
            })
    void a_file_that_ends_early_is_refused_as_truncated(String file) throws IOException {
        byte[] whole = Files.readAllBytes(SCENES.resolve(file));
        int[] lengths = {whole.length - 20, whole.length * 2 / 3};

        for (int length : lengths) {
            byte[] start = Arrays.copyOf(whole, length);

            assertRefused(
                    ErrorCode.TRUNCATED,
                    "",
                    () ->
                            reader(Map.of("axis_order", "bands-lines-samples"))
                                    .open(Input.of(Modality.HYPERSPECTRAL, start)));
        }
    }

    @Test
    void an_archive_that_ends_early_is_refused_as_truncated() throws IOException {
        byte[] whole = Files.readAllBytes(SCENES.resolve("envi_bil.zip"));
        byte[] start = Arrays.copyOf(whole, whole.length / 2);

        assertRefused(
                ErrorCode.TRUNCATED,
                "",
                () -> reader(Map.of()).open(Input.of(Modality.HYPERSPECTRAL, start)));
    }

    @Test
    void the_axes_of_an_array_are_what_an_option_says() {
        try (Cube cube =
                reader(Map.of("axis_order", "samples-bands-lines")).open(input("plain.h5"))) {
            assertEquals(LINES, cube.axes().samples());
            assertEquals(SAMPLES, cube.axes().bands());
            assertEquals(BANDS, cube.axes().lines());
        }
        try (Cube cube =
                reader(Map.of("axis_order", "bands-samples-lines")).open(input("mat5_plain.mat"))) {
            assertEquals(LINES, cube.axes().bands());
            assertEquals(SAMPLES, cube.axes().samples());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "short_data.hdr, TRUNCATED, 360",
        "no_interleave.hdr, CORRUPT, interleave",
        "not_mat.mat, UNSUPPORTED_FORMAT, MATLAB"
    })
    void bad_files_are_refused_with_the_expected_code(String file, ErrorCode code, String words) {
        Input input = HyperspectralGoldenTest.input("bad/" + file);

        assertRefused(code, file, () -> reader(Map.of()).open(input));
    }

    @ParameterizedTest
    @CsvSource({
        "'samples = 5', 'samples = 0', CORRUPT, 'samples'",
        "'samples = 5', 'samples = -5', CORRUPT, 'samples'",
        "'samples = 5', 'samples = five', CORRUPT, 'five'",
        "'samples = 5', 'width = 5', CORRUPT, no 'samples'",
        "'bands = 6', 'bands = 7', TRUNCATED, 140 samples",
        "'bands = 6', 'bands = 6\nbands = 7', CORRUPT, two things",
        "'lines = 4', 'lines = 400000000', LIMIT_EXCEEDED, 2147483647",
        "'data type = 2', 'data type = 6', UNSUPPORTED_FORMAT, complex",
        "'data type = 2', 'data type = 7', CORRUPT, 7",
        "'interleave = bsq', 'interleave = bzq', CORRUPT, 'bzq'",
        "'byte order = 0', 'byte order = 2', CORRUPT, byte order",
        "'byte order = 0', 'header offset = 1', TRUNCATED, from byte 1",
        "'byte order = 0', 'header offset = -1', CORRUPT, header offset",
        "'byte order = 0', 'file compression = 1', UNSUPPORTED_FORMAT, compressed",
        "'byte order = 0', 'wavelength = {1, 2}', CORRUPT, 2 of 'wavelength'",
        "'byte order = 0', 'wavelength = {1, 2', CORRUPT, closing brace",
        "'byte order = 0', 'nonsense', CORRUPT, nonsense",
        "'byte order = 0', 'data ignore value = none', CORRUPT, 'none'"
    })
    void a_header_that_cannot_be_is_refused(
            String part, String instead, ErrorCode code, String words, @TempDir Path folder)
            throws IOException {
        Path header = envi(folder, HEADER.replace(part, instead), new byte[240]);

        assertRefused(code, words, () -> reader(Map.of()).open(input(header)));
    }

    @Test
    void a_header_alone_is_refused_as_without_its_data(@TempDir Path folder) throws IOException {
        Path header = envi(folder, HEADER, new byte[240]);
        Files.delete(folder.resolve("x.img"));

        assertRefused(
                ErrorCode.TRUNCATED,
                "beside the header",
                () -> reader(Map.of()).open(input(header)));
        assertRefused(
                ErrorCode.TRUNCATED,
                "ZIP",
                () ->
                        reader(Map.of())
                                .open(
                                        Input.of(
                                                Modality.HYPERSPECTRAL,
                                                HEADER.getBytes(StandardCharsets.US_ASCII))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.dat", "x", "x.BSQ", "x.img"})
    void data_lies_beside_its_header_under_any_usual_name(String data, @TempDir Path folder)
            throws IOException {
        Path header = envi(folder, HEADER, new byte[240]);
        Files.move(folder.resolve("x.img"), folder.resolve(data));

        for (Path named : new Path[] {header, folder.resolve(data)}) {
            try (Cube cube = reader(Map.of()).open(input(named))) {
                assertEquals(BANDS, cube.axes().bands());
            }
        }
    }

    @Test
    void a_value_to_ignore_is_compared_as_the_data_holds_it(@TempDir Path folder)
            throws IOException {
        byte[] data = new byte[480];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 0.1f);
        String header = HEADER.replace("type = 2", "type = 4") + "data ignore value = 0.1\n";

        try (Cube cube = reader(Map.of()).open(input(envi(folder, header, data)))) {
            double[] first = new double[1];
            cube.samples().read(0, first, 1);

            assertTrue(cube.meaning().isMasked(first[0]));
        }
    }

    private static final String HEADER =
            """
            ENVI
            samples = 5
            lines = 4
            bands = 6
            data type = 2
            interleave = bsq
            byte order = 0
            """;

    private static Path envi(Path folder, String header, byte[] data) throws IOException {
        Files.write(folder.resolve("x.img"), data);
        return Files.writeString(folder.resolve("x.hdr"), header);
    }

    /** Each is {@code 100 line + 10 sample + band - 7 + shift}; one may be masked. */
    private static void assertScene(Cube cube, double shift) {
        assertEquals(LINES, cube.axes().lines());
        assertEquals(SAMPLES, cube.axes().samples());
        assertEquals(BANDS, cube.axes().bands());
        double[] all = HyperspectralGoldenTest.all(cube);
        boolean netcdf = cube.meaning().scale() != 1;
        for (int i = netcdf ? 1 : 0; i < all.length; i++) {
            int line = i / BANDS / SAMPLES;
            int sample = i / BANDS % SAMPLES;
            assertEquals(100 * line + 10 * sample + i % BANDS - 7 + shift, all[i], "sample " + i);
        }
    }

    private static SceneReader reader(Map<String, Object> options) {
        return new SceneReader(Options.of(HyperspectralOptions.declared(), options));
    }

    static Input input(String file) {
        return input(SCENES.resolve(file));
    }

    private static Input input(Path file) {
        return Input.of(Modality.HYPERSPECTRAL, file);
    }

    static Input bytes(String file) throws IOException {
        return Input.of(Modality.HYPERSPECTRAL, Files.readAllBytes(SCENES.resolve(file)));
    }
}
