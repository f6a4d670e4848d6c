package io.metatransformer.testkit;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of golden values, read from the class path: inputs, weights and outputs as named tensors, settings
 * as metadata. Safe to share between threads.
 */
public final class Golden {
    private final Safetensors file;

    private Golden(Safetensors file) {
        this.file = file;
    }

    /**
     * @param owner whose jar holds the file
     * @param resource as {@link Class#getResource} takes it, such as {@code /golden/image/patches.safetensors}
     * @throws IllegalArgumentException if there is no such resource
     */
    public static Golden read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no " + resource + " on the class path of " + owner.getName());
            }
            return new Golden(Safetensors.of(ByteBuffer.wrap(in.readAllBytes()), resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the encoder's files that the testkit carries, such as {@code encoder-tiny}; its README lists them. */
    public static Golden encoder(String name) {
        return read(Golden.class, "/golden/encoder/" + name + ".safetensors");
    }

    /** In the order of the file. */
    public Set<String> names() {
        return file.names();
    }

    /** The type of the stored values, such as {@code F64}. */
    public String dtype(String name) {
        return file.dtype(name);
    }

    public int[] shape(String name) {
        return file.shape(name);
    }

    /** A tensor of floating-point numbers, as float32. */
    public Tensor tensor(String name) {
        return file.get(name);
    }

    /** The values of a tensor of any numbers, row-major: those of float64 in full. */
    public double[] doubles(String name) {
        return file.doubles(name);
    }

    /** The values of a tensor of whole numbers, row-major; booleans as 0 and 1. */
    public long[] longs(String name) {
        return file.longs(name);
    }

    /** As {@link #longs}, where every number is an {@code int}. */
    public int[] ints(String name) {
        long[] wide = longs(name);
        int[] values = new int[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.toIntExact(wide[i]);
        }
        return values;
    }

    /** The tensors whose names start with {@code prefix}, under their names without it. */
    public Weights weights(String prefix) {
        return file.renamed(
                name ->
                        name.startsWith(prefix)
                                ? Optional.of(name.substring(prefix.length()))
                                : Optional.empty());
    }

    /** All settings, as texts. */
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /**
     * One setting.
     *
     * @throws IllegalArgumentException if there is none of this key
     */
    public String text(String key) {
        String text = metadata().get(key);
        if (text == null) {
            throw new IllegalArgumentException(
                    "no metadata " + key + "; there are " + metadata().keySet());
        }
        return text;
    }

    /** One setting that is a number. */
    public double number(String key) {
        return Double.parseDouble(text(key));
    }

    /** One setting that is a whole number. */
    public int integer(String key) {
        return Integer.parseInt(text(key));
    }

    /** One setting that is JSON: maps, lists, strings, booleans, and numbers as {@code Double}. */
    public Object json(String key) {
        return JsonValue.read(text(key));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
