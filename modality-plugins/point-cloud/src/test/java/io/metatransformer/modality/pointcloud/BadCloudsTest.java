package io.metatransformer.modality.pointcloud;

import static io.metatransformer.modality.pointcloud.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and as what. */
class BadCloudsTest {
    private static final String PLY =
            "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\n"
                    + "property float z\nend_header\n0 1 2\n";
    private static final String PCD =
            "VERSION 0.7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH 1\nHEIGHT 1\n"
                    + "VIEWPOINT 0 0 0 1 0 0 0\nPOINTS 1\nDATA ascii\n0 1 2\n";

    @ParameterizedTest
    @CsvSource({
        "huge_count.ply, LIMIT_EXCEEDED",
        "short_body.ply, MALFORMED",
        "nan.xyz, NON_FINITE"
    })
    void bad_files_are_refused_with_the_expected_code(String file, ErrorCode code) {
        Input input = Files.input("bad/" + file);

        assertRefused(code, file, () -> prepare(input));
    }

    @ParameterizedTest
    @CsvSource({
        "vertex 1, vertex 0, EMPTY_INPUT, no points",
        "vertex 1, vertex 2, MALFORMED, announces 2 points",
        "vertex 1, vertex -1, MALFORMED, element line",
        "vertex 1, vertex 99999999999999999999, LIMIT_EXCEEDED, at most 5000000",
        "vertex 1, face 1, SCHEMA_MISMATCH, 0 elements 'vertex'",
        "float x, float w, SCHEMA_MISMATCH, no x",
        "float x, float y, SCHEMA_MISMATCH, two columns for y",
        "float x, list uchar int x, SCHEMA_MISMATCH, a list",
        "float x, quad x, MALFORMED, 'quad'",
        "float x, list float int x, MALFORMED, no whole number",
        "1.0, 2.0, UNSUPPORTED, '2.0'",
        "ascii, binary_middle_endian, UNSUPPORTED, binary_big_endian",
        "ascii, binary_little_endian, MALFORMED, 12 bytes",
        "0 1 2, 0 one 2, MALFORMED, 'one'",
        "0 1 2, 0 1, MALFORMED, 5 bytes follow",
        "0 1 2, 00 11, MALFORMED, ends before",
        "0 1 2, 0 0x1 2, MALFORMED, '0x1'",
        "0 1 2, 0 # 1 2, MALFORMED, line 8",
        "end_header, commentary, MALFORMED, 'commentary'",
        "end_header, comment, MALFORMED, '0 1 2'",
        "format ascii 1.0, obj_info, MALFORMED, encoded",
        "'format ascii 1.0\n', 'format ascii 1.0\nformat ascii 1.0\n', MALFORMED, twice"
    })
    void a_broken_ply_file_is_told_what_is_wrong(
            String right, String wrong, ErrorCode code, String words) {
        assertRefused(code, words, () -> prepare(Files.text(PLY.replace(right, wrong))));
    }

    @ParameterizedTest
    @CsvSource({
        "POINTS 1, POINTS 2, MALFORMED, WIDTH 1",
        "'WIDTH 1\nHEIGHT 1\n', 'WIDTH 4294967296\nHEIGHT 4294967296\n', MALFORMED, WIDTH",
        "'WIDTH 1\n', 'WIDTH 0\n', MALFORMED, POINTS 1",
        "SIZE 4 4 4, SIZE 4 4, MALFORMED, different lengths",
        "SIZE 4 4 4, SIZE 4 4 2, MALFORMED, SIZE '2'",
        "TYPE F F F, TYPE F F X, MALFORMED, TYPE 'X'",
        "COUNT 1 1 1, COUNT 1 1 0, MALFORMED, COUNT 0",
        "FIELDS x y z, FIELDS x y y, SCHEMA_MISMATCH, two fields 'y'",
        "FIELDS x y z, FIELDS x y w, SCHEMA_MISMATCH, no z",
        "VERSION 0.7, VERSION 0.5, UNSUPPORTED, 0.5",
        "ascii, zip, UNSUPPORTED, 'zip'",
        "ascii, binary, MALFORMED, 6 bytes follow",
        "ascii, binary_compressed, MALFORMED, before its sizes",
        "'HEIGHT 1\n', 'HEIGHT 1\nHEIGHT 1\n', MALFORMED, two lines HEIGHT",
        "'HEIGHT 1\n', 'HEIGHT one\n', MALFORMED, 'one'",
        "'HEIGHT 1\n', 'LENGTH 1\n', MALFORMED, 'LENGTH 1'",
        "'HEIGHT 1\n', '', MALFORMED, no line HEIGHT",
        "0 1 2, 0 1, MALFORMED, 5 bytes follow",
        "0 1 2, 00 11, MALFORMED, ends before",
        "0 1 2, nan nan nan, NON_FINITE, point 0"
    })
    void a_broken_pcd_file_is_told_what_is_wrong(
            String right, String wrong, ErrorCode code, String words) {
        assertRefused(code, words, () -> prepare(Files.text(PCD.replace(right, wrong))));
    }

    @ParameterizedTest
    @CsvSource({
        "'OFF\n2 0 0\n0 0 0\n', MALFORMED, ends after 1",
        "'OFF\n0 0 0\n', EMPTY_INPUT, no points",
        "'OFF', MALFORMED, before its counts",
        "'OFF\n6000000 0 0\n', LIMIT_EXCEEDED, 6000000",
        "'COFF\n1 0 0\n0 0 0 1 1 1 1\n', UNSUPPORTED, 'COFF'",
        "'OFF\n1 one 0\n0 0 0\n', MALFORMED, 'one'",
        "'1 2 3\n4 5\n', MALFORMED, line 2",
        "'1 2\n3 4\n', SHAPE_MISMATCH, 2 columns",
        "'1 2 three\n', MALFORMED, 'three'",
        "'# nothing\n\n', EMPTY_INPUT, no points",
        "'x,y,z\n', EMPTY_INPUT, no points",
        "'x,y\n1,2\n', SCHEMA_MISMATCH, no z",
        "'x,y,z,X\n1,2,3,4\n', SCHEMA_MISMATCH, two columns for x",
        "'x,y,z\n1,2,c\n', SCHEMA_MISMATCH, 'c'",
        "'x,y,z\n1,2,\n', NON_FINITE, point 0",
        "'x,y,z\n1,2\n', MALFORMED, line 2",
        "'hello world', UNSUPPORTED_FORMAT, PLY",
        "'1 2 3\u00ff\n', ENCODING, UTF-8",
        "'[[0,0,0],[1,0]]', MALFORMED, 2 numbers",
        "'[[0,0],[1,0]]', SHAPE_MISMATCH, 2 columns",
        "'[[0,0,null]]', NON_FINITE, point 0",
        "'[[0,0,\"1\"]]', SCHEMA_MISMATCH, '1'",
        "'[0,0,1]', SCHEMA_MISMATCH, a point must be a list",
        "'[[0,0,1]', MALFORMED, end-of-input",
        "'[[0,0,1]] 2', MALFORMED, follows",
        "'[]', EMPTY_INPUT, no points",
        "'1e300 0 0\n-1e300 0 0\n', NON_FINITE, too large"
    })
    void a_broken_text_is_told_what_is_wrong(String text, ErrorCode code, String words) {
        assertRefused(code, words, () -> prepare(Files.text(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "24, 2, UNSUPPORTED, version 2",
        "25, 5, UNSUPPORTED, 1.5",
        "104, 11, UNSUPPORTED, point format 11",
        "104, 130, UNSUPPORTED, LAZ",
        "105, 25, MALFORMED, takes 26",
        "96, 10, MALFORMED, at byte",
        "107, 0, EMPTY_INPUT, no points",
        "107, 121, MALFORMED, announces 121 points",
        "110, 1, LIMIT_EXCEEDED, at most"
    })
    void a_broken_laser_scan_is_told_what_is_wrong(
            int at, int value, ErrorCode code, String words) {
        byte[] las = Files.bytes("files/cloud.las");
        las[at] = (byte) value;

        assertRefused(
                code, words, () -> prepare(Input.of(Modality.POINT_CLOUD, las).named("a.las")));
    }

    @Test
    void every_cut_of_a_binary_file_is_refused() {
        for (String file :
                new String[] {"cloud.las", "cloud_lzf.pcd", "cloud_binary.pcd", "cloud_be.ply"}) {
            byte[] whole = Files.bytes("files/" + file);
            for (int length = 1; length < whole.length; length += 97) {
                byte[] cut = Arrays.copyOf(whole, length);

                Refusals.assertRefusedAsTheCallers(
                        () -> prepare(Input.of(Modality.POINT_CLOUD, cut)));
            }
        }
    }

    @Test
    void a_compressed_file_that_unpacks_to_another_size_is_refused_before_it_is_unpacked() {
        byte[] pcd = Files.bytes("files/cloud_lzf.pcd");
        String head = new String(pcd, StandardCharsets.ISO_8859_1);
        int body = head.indexOf("compressed\n") + "compressed\n".length();
        ByteBuffer.wrap(pcd).order(ByteOrder.LITTLE_ENDIAN).putInt(body + 4, 0x7FFFFFF0);

        assertRefused(
                ErrorCode.MALFORMED,
                "its points take 1920",
                () -> prepare(Input.of(Modality.POINT_CLOUD, pcd)));
    }

    @Test
    void a_few_bytes_do_not_unpack_to_many() {
        String head =
                PCD.replace("ascii\n0 1 2\n", "binary_compressed\n")
                        .replace("WIDTH 1", "WIDTH 1000000")
                        .replace("POINTS 1", "POINTS 1000000");
        byte[] pcd = (head + "12345678").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer.wrap(pcd)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(pcd.length - 8, 0)
                .putInt(pcd.length - 4, 12_000_000);

        assertRefused(
                ErrorCode.MALFORMED,
                "cannot unpack",
                () -> prepare(Input.of(Modality.POINT_CLOUD, pcd)));
    }

    @Test
    void a_header_that_does_not_end_is_refused_early() {
        String endless = "ply\nformat ascii 1.0\n" + "comment more\n".repeat(10_000);

        assertRefused(ErrorCode.LIMIT_EXCEEDED, "65536", () -> prepare(Files.text(endless)));
    }

    @Test
    void things_without_properties_take_no_time_however_many_are_announced() {
        String empty = PLY.replace("end_header", "element nothing 9000000000000000000\nend_header");

        assertEquals(1, prepare(Files.text(empty)).points().length);
    }

    @Test
    void lists_as_long_as_they_say_are_stepped_over_and_no_longer() {
        String list =
                PLY.replace("end_header", "element face 1\nproperty list uint int v\nend_header");

        assertEquals(1, prepare(Files.text(list + "2 7 8\n")).points().length);
        assertRefused(
                ErrorCode.MALFORMED,
                "ends before",
                () -> prepare(Files.text(list + "4000000000 7 8\n")));
    }

    @Test
    void numbers_in_memory_are_points_in_rows() {
        assertRefused(
                ErrorCode.SHAPE_MISMATCH,
                "[N, 3 or more], got [2, 2]",
                () ->
                        prepare(
                                Input.of(
                                        Modality.POINT_CLOUD,
                                        Tensor.of(new float[] {1, 2, 3, 4}, 2, 2))));
    }

    private static PreparedCloud prepare(Input input) {
        PointSettings settings = PointSettings.of(Files.options(Map.of()));
        return new CloudPreparation(input.name(), settings)
                .prepare(new CloudReader(settings.options()).read(input));
    }
}
