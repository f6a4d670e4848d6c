package io.metatransformer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reference values of one file of {@code golden/encoder}. */
final class GoldenFile {
    private final Safetensors file;

    private GoldenFile(Safetensors file) {
        this.file = file;
    }

    static GoldenFile read(String name) {
        String resource = "/golden/encoder/" + name + ".safetensors";
        try (InputStream in = GoldenFile.class.getResourceAsStream(resource)) {
            return new GoldenFile(Safetensors.of(ByteBuffer.wrap(in.readAllBytes()), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Tensor input(String name) {
        return file.get("input." + name);
    }

    Tensor output(String name) {
        return file.get("output." + name);
    }

    long[] wholeInput(String name) {
        return file.longs("input." + name);
    }

    double[] truth(String name) {
        return file.doubles("output64." + name);
    }

    /** The tensors under {@code weights.}, further {@code prefix} taken off. */
    Weights weights(String prefix) {
        String start = "weights." + prefix;
        return file.renamed(
                name ->
                        name.startsWith(start)
                                ? Optional.of(name.substring(start.length()))
                                : Optional.empty());
    }

    static void assertClose(String what, double[] expected, Tensor actual, double tolerance) {
        assertEquals(expected.length, actual.elements(), what);
        double worst = -1;
        int where = -1;
        float[] values = actual.toArray();
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - values[i]);
            if (!(difference <= worst)) {
                worst = difference;
                where = i;
            }
        }
        if (!(worst <= tolerance)) {
            fail(
                    what
                            + ": largest difference "
                            + worst
                            + " at "
                            + where
                            + ", expected "
                            + expected[where]
                            + ", got "
                            + values[where]);
        }
    }
}
