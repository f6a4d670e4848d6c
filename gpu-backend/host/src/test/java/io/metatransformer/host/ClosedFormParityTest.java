package io.metatransformer.host;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The released sizes on the whole path: weights, export, and a load by a JVM that knows nothing but the
 * folder. Small heaps: the weights of neither size would fit.
 */
class ClosedFormParityTest {
    private static final int HEAP = 192;

    @TempDir Path temp;

    @Test
    void b16_gives_the_reference_after_a_reload_in_another_process() throws Exception {
        Golden golden = Golden.encoder("encoder-b16-closed-form");

        reload(golden, 12);

        check(golden, "x", 5e-5);
        check(golden, "y", 5e-5);
    }

    @Test
    void l14_gives_the_reference_after_a_reload_in_another_process() throws Exception {
        Golden golden = Golden.encoder("encoder-l14-closed-form");

        reload(golden, 16);

        check(golden, "x", 1e-4);
        check(golden, "y", 1e-4);
    }

    private void reload(Golden golden, int heads) throws Exception {
        String folder = temp.resolve("encoder").toString();
        String dim = golden.text("dim");
        AnotherJvm.run(
                AnotherJvm.Export.class,
                HEAP,
                List.of(folder, dim, golden.text("depth"), Integer.toString(heads)));
        List<String> arguments = new ArrayList<>(List.of(folder, dim));
        for (String input : List.of("x", "y")) {
            arguments.add("input." + input);
            arguments.add(shape(golden, input)[0] + "x" + shape(golden, input)[1]);
            arguments.add(temp.resolve(input).toString());
        }
        AnotherJvm.run(AnotherJvm.Encode.class, HEAP, arguments);
    }

    private void check(Golden golden, String input, double tolerance) throws Exception {
        int[] shape = shape(golden, input);
        int B = shape[0];
        int N = shape[1];
        int D = shape[2];
        Tensor y = AnotherJvm.read(temp.resolve(input), shape);
        List<?> rows = (List<?>) ((Map<?, ?>) golden.json(input)).get("token_rows_stored");
        FloatBuffer stored = Tensor.allocate(B * rows.size() * D);
        for (int b = 0; b < B; b++) {
            for (Object row : rows) {
                stored.put(y.data().slice((b * N + ((Double) row).intValue()) * D, D));
            }
        }
        double squares = 0;
        for (float value : y.toArray()) {
            squares += (double) value * value;
        }

        assertClose(
                input,
                golden.doubles("output64." + input + ".tokens"),
                Tensor.of(stored.flip(), B * rows.size(), D),
                tolerance,
                0);
        Object expected = ((Map<?, ?>) golden.json(input)).get("sum_sq");
        double truth = Double.parseDouble((String) expected);
        assertEquals(truth, squares, 1e-6 * truth, "sum of squares of " + input);
    }

    private static int[] shape(Golden golden, String input) {
        List<?> shape = (List<?>) ((Map<?, ?>) golden.json(input)).get("shape");
        return shape.stream().mapToInt(size -> ((Double) size).intValue()).toArray();
    }
}
