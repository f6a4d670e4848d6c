package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.function.Executable;

/** Makes checkpoints of tensors held in memory, and reads the encoder out of them. */
final class Written {
    final Map<String, Tensor> tensors = new LinkedHashMap<>();

    static Written of(Weights weights) {
        return new Written().with(weights, name -> name);
    }

    Written with(Weights weights, UnaryOperator<String> rename) {
        weights.names().forEach(name -> tensors.put(rename.apply(name), weights.get(name)));
        return this;
    }

    Written with(String name, int... shape) {
        tensors.put(name, filled(name, shape));
        return this;
    }

    /** Blocks under timm's names, one value per tensor. */
    static Written blocks(String prefix, int depth, int D) {
        Written made = new Written();
        for (int i = 0; i < depth; i++) {
            for (BlockKey key : BlockKey.values()) {
                if (key != BlockKey.SCALE1 && key != BlockKey.SCALE2) {
                    made.with(prefix + key.in(i), key.shape(D, 4 * D));
                }
            }
        }
        return made;
    }

    private static Tensor filled(String name, int... shape) {
        int elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (name.hashCode() % 1000 + i) / 1024f;
        }
        return Tensor.of(values, shape);
    }

    Path write(Path folder) {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        return file;
    }

    /** Reads the encoder and hands it over while the file is open. */
    void read(Path folder, ImportOptions options, Consumer<EncoderCheckpoint> then) {
        try (Checkpoint checkpoint = Checkpoint.open(write(folder))) {
            then.accept(EncoderCheckpoint.read(checkpoint, options, Progress.NONE));
        }
    }

    String refusal(Path folder, ErrorCode code, ImportOptions options) {
        return refused(code, () -> read(folder, options, encoder -> {}));
    }

    /** The message of the refusal that {@code attempt} ends in. */
    static String refused(ErrorCode code, Executable attempt) {
        var refusal = assertThrows(MetaTransformerException.class, attempt);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal.getMessage();
    }

    static void says(String message, String... words) {
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }
}
