package io.metatransformer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"6 | (6,)", "2 3 | (2, 3)", "1 1 6 | (1, 1, 6)"})
    void values_follow_a_header_that_numpy_reads(String sizes, String shape) throws IOException {
        int[] axes = Arrays.stream(sizes.split(" ")).mapToInt(Integer::parseInt).toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Npy.write(out, Tensor.of(new float[] {1, -2, 3.5f, 0, 1e-9f, 7}, axes));

        ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        int header = file.getShort(8);
        assertEquals(0, (10 + header) % 64);
        String dict = new String(file.array(), 10, header, StandardCharsets.US_ASCII);
        assertEquals(
                "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", dict.strip());
        assertEquals(-2f, file.getFloat(10 + header + Float.BYTES));
        assertEquals(10 + header + 6 * Float.BYTES, file.limit());
    }
}
