package io.metatransformer.modality.pointcloud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of the formats that the golden files do not have. */
class ReaderVariantsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 20, 0",
        "1, 28, 0",
        "2, 26, 20",
        "3, 34, 28",
        "4, 57, 0",
        "5, 63, 28",
        "6, 30, 0",
        "7, 36, 30",
        "8, 38, 30",
        "9, 59, 0",
        "10, 67, 30"
    })
    void every_point_format_of_las_is_read(int format, int stride, int colours) {
        ByteBuffer las = las(4, format, stride + 3, 375);
        las.putInt(107, 0).putLong(247, 2);

        Cloud cloud = read(las.array());

        assertArrayEquals(new double[] {101, 198, 300, 100, 200, 310}, cloud.xyz());
        assertArrayEquals(new float[] {7, 7}, cloud.intensity().orElseThrow());
        assertEquals(colours > 0, cloud.colours().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"65280, 255", "255, 255", "256, 1", "0, 0"})
    void colours_of_las_are_taken_as_bytes_only_where_none_needs_more(int stored, float read) {
        ByteBuffer las = las(2, 2, 26, 227);
        las.putShort(227 + 20, (short) stored);

        assertEquals(read, read(las.array()).colours().orElseThrow()[0]);
    }

    /** Two points of intensity 7, in a file with scales 1, -2, 10 and offsets 100, 200, 300. */
    private static ByteBuffer las(int minor, int format, int stride, int header) {
        ByteBuffer las = ByteBuffer.allocate(header + 2 * stride).order(ByteOrder.LITTLE_ENDIAN);
        las.put("LASF".getBytes(StandardCharsets.US_ASCII));
        las.put(24, (byte) 1).put(25, (byte) minor).putInt(96, header);
        las.put(104, (byte) format).putShort(105, (short) stride).putInt(107, 2);
        las.putDouble(131, 1).putDouble(139, -2).putDouble(147, 10);
        las.putDouble(155, 100).putDouble(163, 200).putDouble(171, 300);
        las.putInt(header, 1).putInt(header + 4, 1).putInt(header + stride + 8, 1);
        las.putShort(header + 12, (short) 7).putShort(header + stride + 12, (short) 7);
        return las;
    }

    @Test
    void fields_of_pcd_may_be_of_any_type_and_several_values() {
        String header =
                """
                VERSION .7
                FIELDS rgb fpfh x _ y z normal_x normal_y normal_z intensity
                SIZE 4 4 8 1 2 1 4 4 4 2
                TYPE F F F U I U F F F U
                COUNT 1 3 1 5 1 1 1 1 1 1
                WIDTH 1
                HEIGHT 2
                VIEWPOINT 0 0 0 1 0 0 0
                POINTS 2
                DATA binary
                """;
        ByteBuffer body = ByteBuffer.allocate(2 * 46).order(ByteOrder.LITTLE_ENDIAN);
        for (int point = 0; point < 2; point++) {
            body.putInt(0x00112233).putFloat(9).putFloat(9).putFloat(9);
            body.putDouble(0.5 + point).put(new byte[5]).putShort((short) -3).put((byte) 200);
            body.putFloat(0).putFloat(0).putFloat(1).putShort((short) 65_535);
        }

        Cloud cloud = read(joined(header, body.array()));

        assertArrayEquals(new double[] {0.5, -3, 200, 1.5, -3, 200}, cloud.xyz());
        assertArrayEquals(new float[] {17, 34, 51, 17, 34, 51}, cloud.colours().orElseThrow());
        assertArrayEquals(new float[] {0, 0, 1, 0, 0, 1}, cloud.normals().orElseThrow());
        assertArrayEquals(new float[] {65_535, 65_535}, cloud.intensity().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"F 1.5743e-39", "U 1123455", "I 1123455"})
    void colours_of_pcd_in_text_are_the_bits_of_a_number(String form) {
        String type = form.split(" ")[0];
        String pcd =
                "VERSION 0.7\nFIELDS x y z rgba\nSIZE 4 4 4 4\nTYPE F F F "
                        + type
                        + "\nWIDTH 1\nHEIGHT 1\nPOINTS 1\nDATA ascii\n1 2 3 "
                        + form.split(" ")[1]
                        + "\n";

        float[] rgb = read(joined(pcd)).colours().orElseThrow();

        assertEquals(0x11, rgb[0]);
        assertEquals(0x24, rgb[1]);
    }

    @Test
    void lists_among_the_numbers_of_a_vertex_are_stepped_over() {
        String header =
                """
                ply
                format binary_big_endian 1.0
                element vertex 2
                property int16 z
                property list uint8 double weights
                property uint32 x
                property int8 y
                end_header
                """;
        ByteBuffer body = ByteBuffer.allocate(2 * 8 + 16);
        body.putShort((short) -2).put((byte) 2).putDouble(1).putDouble(2).putInt(-1).put((byte) -1);
        body.putShort((short) 5).put((byte) 0).putInt(7).put((byte) 6);

        Cloud cloud = read(joined(header, body.array()));

        assertArrayEquals(new double[] {4_294_967_295.0, -1, -2, 7, 6, 5}, cloud.xyz());
    }

    @Test
    void lines_of_a_header_may_end_in_two_characters_before_a_binary_body() {
        String header =
                "ply\r\nformat binary_little_endian 1.0\r\ncomment caf\u00e9\r\nelement vertex 1\r\n"
                        + "property float x\r\nproperty float y\r\nproperty float z\r\nend_header\r\n";
        ByteBuffer body = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        body.putFloat(1).putFloat(2).putFloat(3);

        assertArrayEquals(new double[] {1, 2, 3}, read(joined(header, body.array())).xyz());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 2 3\n4 5 6\n",
                "1,2,3\r\n4,5,6",
                "\uFEFF# a cloud\n\n  1,\t2, 3 # first\n+4e0 .5e1 6.\n\n",
                "OFF # a mesh\n2 0 0\n1 2 3 4 5 6\n",
                "# a mesh\nOFF 2 0 0\n1 2 3\n4 5 6\n",
                "Z;x;name;Y\n3;1;a;2\n6;4;b;5\n",
                "[[1,2,3],\n[4,5,6]]"
            })
    void texts_of_many_habits_give_the_same_points(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Input input = Input.of(Modality.POINT_CLOUD, bytes);
        Map<String, Object> options = text.startsWith("Z") ? Map.of("separator", ";") : Map.of();

        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, Files.cloud(input, options).xyz());
    }

    @Test
    void columns_past_the_sixth_are_left_out() {
        Cloud cloud = read(joined("1 2 3 0 0 1 77 88\n"));

        assertArrayEquals(new float[] {0, 0, 1}, cloud.normals().orElseThrow());
        assertTrue(cloud.colours().isEmpty() && cloud.intensity().isEmpty());
    }

    private static Cloud read(byte[] bytes) {
        return Files.cloud(Input.of(Modality.POINT_CLOUD, bytes), Map.of());
    }

    private static byte[] joined(String header, byte... body) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(body);
        return file.toByteArray();
    }
}
