package io.metatransformer.server.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.infer.Spelling.Encoding;
import io.metatransformer.server.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0000",
        "-0.0, 8000",
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65519.99, 7bff",
        "65520, 7c00",
        "1e9, 7c00",
        "6.103515625e-5, 0400",
        "6.097555e-5, 03ff",
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "2.98023259e-8, 0001",
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        "0.33333334, 3555",
        "NaN, 7e00"
    })
    void halves_round_to_nearest_and_ties_to_even(float value, String bits) {
        assertEquals(bits, String.format("%04x", Half.of(value)));
    }

    @Test
    void every_half_survives_being_a_float() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertEquals((short) bits, Half.of(value));
            }
        }
    }

    @Test
    void floats_are_written_as_the_shortest_decimal_that_reads_back() {
        float[] values = {0.1f, 1e-5f, 3.4028235e38f, 2.0e-3f, 1.17549435e-38f, -0f, 16777216f};
        byte[] json =
                Json.bytes(
                        out -> {
                            out.writeStartObject();
                            Vectors.write(out, Tensor.of(values, 7), Spelling.DEFAULT);
                            out.writeEndObject();
                        });

        assertEquals(
                "{\"shape\":[7],\"embedding\":[0.1,1.0E-5,3.4028235E38,0.002,1.1754944E-38,-0.0,"
                        + "1.6777216E7]}",
                new String(json, StandardCharsets.UTF_8));
    }

    @Test
    void bits_of_signs_fill_bytes_from_the_highest_and_rows_begin_anew() {
        float[] values = {1, -1, 0, 2, 1, 1, 1, 1, 5, -1, 1, 1, 1, 1, 1, 1, 1, -1};

        byte[] bits = Vectors.bytes(Tensor.of(values, 2, 9), Dtype.BINARY);

        assertArrayEquals(new byte[] {(byte) 0b10011111, (byte) 0x80, 0x7F, 0}, bits);
    }

    @Test
    void a_vector_of_zeros_has_a_scale_that_can_be_divided_by() {
        byte[] json =
                Json.bytes(
                        out -> {
                            out.writeStartObject();
                            Vectors.write(
                                    out,
                                    Tensor.of(new float[2], 2),
                                    new Spelling(Dtype.INT8, Encoding.FLOAT));
                            out.writeEndObject();
                        });

        assertEquals(
                "{\"shape\":[2],\"dtype\":\"int8\",\"scale\":1.0,\"embedding\":[0,0]}",
                new String(json, StandardCharsets.UTF_8));
    }
}
