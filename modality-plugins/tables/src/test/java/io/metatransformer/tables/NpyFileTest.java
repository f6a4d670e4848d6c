package io.metatransformer.tables;

import static io.metatransformer.tables.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    private static final int MANY = 1000;

    @Test
    void rows_are_read_in_the_order_of_the_array_whatever_the_order_of_the_file() {
        NumberArray byRow = read(npy("<f4", false, "(2, 3)", floats(0, 1, 2, 3, 4, 5)));
        NumberArray byColumn = read(npy("<f4", true, "(2, 3)", floats(0, 3, 1, 4, 2, 5)));

        assertArrayEquals(new int[] {2, 3}, byRow.shape());
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, byRow.values());
        assertArrayEquals(byRow.values(), byColumn.values());
    }

    @ParameterizedTest
    @CsvSource({
        "<f2,003e00bc,1.5,-1",
        "<f2,0100007c,5.9604644775390625E-8,Infinity",
        ">f4,3fc00000bf800000,1.5,-1",
        "<f8,000000000000f83f000000000000f0bf,1.5,-1",
        "|i1,7fff,127,-1",
        "|u1,7fff,127,255",
        "<i2,0080ffff,-32768,-1",
        ">u2,80000001,32768,1",
        "<u4,ffffffff00000000,4294967295,0",
        "<i8,feffffffffffffff0100000000000000,-2,1",
        "<u8,00000000000000800100000000000000,9223372036854775808,1",
        "|b1,0100,1,0"
    })
    void every_type_of_real_numbers_is_read(String type, String hex, double first, double second) {
        NumberArray array = read(npy(type, false, "(2,)", fromHex(hex)));

        assertArrayEquals(new double[] {first, second}, array.values());
    }

    @Test
    void pickled_objects_are_refused_unread() {
        assertRefused(
                ErrorCode.INSECURE_CONTENT,
                "pickled",
                () -> read(npy("|O", false, "(1,)", new byte[] {(byte) 0x80, 4, '.'})));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<c8", "<U4", "|S3", "<M8", "<f16"})
    void other_types_are_refused_by_name(String type) {
        assertRefused(
                ErrorCode.UNSUPPORTED, type, () -> read(npy(type, false, "(1,)", new byte[16])));
    }

    @Test
    void a_shape_larger_than_the_limit_is_refused_before_anything_is_allocated() {
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "more than 1000 values",
                () -> read(npy("<f8", false, "(2147483647, 2147483647)", new byte[8])));
    }

    @Test
    void data_of_another_length_than_announced_is_refused_with_both_lengths() {
        assertRefused(
                ErrorCode.MALFORMED,
                "4 bytes of data, expected 8",
                () -> read(npy("<f4", false, "(2,)", floats(1))));
        assertRefused(
                ErrorCode.MALFORMED,
                "12 bytes of data, expected 8",
                () -> read(npy("<f4", false, "(2,)", floats(1, 2, 3))));
    }

    @Test
    void an_array_without_values_is_empty_input() {
        assertRefused(
                ErrorCode.EMPTY_INPUT, "[0, 3]", () -> read(npy("<f4", false, "(0, 3)", floats())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f4', 'fortran_order': false, 'shape': (1,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} __import__('os')",
            })
    void a_header_of_any_other_form_is_refused(String header) {
        assertRefused(ErrorCode.MALFORMED, "header", () -> read(file(1, header, floats(1))));
    }

    @Test
    void other_versions_and_oversized_headers_are_refused() {
        String fine = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";

        assertRefused(ErrorCode.UNSUPPORTED, "version 9", () -> read(file(9, fine, floats(1))));
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "header",
                () -> read(file(2, " ".repeat(1 << 17) + fine, floats(1))));
        assertArrayEquals(new double[] {1}, read(file(3, fine, floats(1))).values());
    }

    private static NumberArray read(byte[] file) {
        return NpyFile.read("x.npy", ByteBuffer.wrap(file), MANY);
    }

    private static byte[] npy(String type, boolean columnMajor, String shape, byte[] data) {
        String header =
                "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
                        .formatted(type, columnMajor ? "True" : "False", shape);
        return file(1, header, data);
    }

    private static byte[] file(int version, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file =
                ByteBuffer.allocate(12 + text.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'})
                        .put((byte) version)
                        .put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        file.put(text).put(data).flip();
        return Arrays.copyOf(file.array(), file.limit());
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] fromHex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
