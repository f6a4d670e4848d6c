package io.metatransformer.testkit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Encoder weights that a rule makes from the names and indices of their values alone: the same on every
 * machine, exact in float32, of any size. A tensor is made when it is asked for, so that even the 1.2 GB of
 * an L14 encoder never lie in memory together. They were never trained: shapes and cost are real, the
 * meaning is not. Safe to share between threads.
 *
 * <p>The rule: h is the FNV-1a hash (64 bits) of the name's UTF-8 bytes; value i, row-major from 0, is drawn
 * from output i of {@link io.metatransformer.api.SplitMix64} seeded with h: its highest 16 bits, less 2^15,
 * times 2^(e - 15), where e depends on the kind of tensor. Weights of a norm get 1 added.
 */
public final class ClosedForm implements Weights {
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    private ClosedForm(int width, int depth, int hidden) {
        for (int block = 0; block < depth; block++) {
            shapes.put(block + ".norm1.weight", new int[] {width});
            shapes.put(block + ".norm1.bias", new int[] {width});
            shapes.put(block + ".attn.qkv.weight", new int[] {3 * width, width});
            shapes.put(block + ".attn.qkv.bias", new int[] {3 * width});
            shapes.put(block + ".attn.proj.weight", new int[] {width, width});
            shapes.put(block + ".attn.proj.bias", new int[] {width});
            shapes.put(block + ".norm2.weight", new int[] {width});
            shapes.put(block + ".norm2.bias", new int[] {width});
            shapes.put(block + ".mlp.fc1.weight", new int[] {hidden, width});
            shapes.put(block + ".mlp.fc1.bias", new int[] {hidden});
            shapes.put(block + ".mlp.fc2.weight", new int[] {width, hidden});
            shapes.put(block + ".mlp.fc2.bias", new int[] {width});
        }
    }

    /**
     * A plain stack of blocks with a hidden width of four times the width, under the names of the released
     * checkpoints ({@code 0.norm1.weight}) and in their order. B16 is {@code encoder(768, 12)}, L14 {@code
     * encoder(1024, 24)}.
     *
     * @param width D, at least 1
     * @param depth number of blocks, at least 1
     */
    public static ClosedForm encoder(int width, int depth) {
        return new ClosedForm(width, depth, 4 * width);
    }

    /** The tensor that the rule makes under any name: inputs are named {@code input.x} and the like. */
    public static Tensor tensor(String name, int... shape) {
        int elements = 1;
        for (int size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        long hash = fnv1a(name);
        float scale = Math.scalb(1f, exponent(name) - 15);
        float centre = name.endsWith(".norm1.weight") || name.endsWith(".norm2.weight") ? 1 : 0;
        FloatBuffer values = Tensor.allocate(elements);
        for (int i = 0; i < elements; i++) {
            values.put(i, centre + ((int) (mix(hash, i) >>> 48) - 32768) * scale);
        }
        return Tensor.of(values, shape);
    }

    private static int exponent(String name) {
        if (name.startsWith("input.")) {
            return 0;
        }
        String kind = name.substring(name.indexOf('.') + 1);
        return switch (kind) {
            case "norm1.weight", "norm2.weight", "attn.qkv.bias" -> -3;
            case "norm1.bias", "norm2.bias" -> -4;
            case "attn.qkv.weight", "attn.proj.weight" -> -4;
            case "mlp.fc1.weight", "mlp.fc1.bias" -> -4;
            case "attn.proj.bias", "mlp.fc2.weight", "mlp.fc2.bias" -> -5;
            default -> throw new IllegalArgumentException("the rule has no scale for " + name);
        };
    }

    /** Output i of SplitMix64 seeded with {@code hash}, without those before it. */
    private static long mix(long hash, int i) {
        long z = hash + (i + 1L) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static long fnv1a(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(shapes.keySet());
    }

    @Override
    public int[] shape(String name) {
        int[] shape = shapes.get(name);
        if (shape == null) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, "tensor " + Quoted.name(name) + " is missing");
        }
        return shape.clone();
    }

    @Override
    public Tensor get(String name) {
        return tensor(name, shape(name));
    }
}
