package io.metatransformer.converter.checkpoint;

import io.metatransformer.converter.checkpoint.MappedWeights.Part;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Maps the tensors of a stack of blocks to the encoder's names, and finds everything wrong with them. */
final class BlockReader {
    private final Unwrapped file;
    private final BlockStack stack;
    private final Problems problems;
    private final boolean biasRequired;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final int D;
    private final int M;

    /**
     * @param biasRequired whether queries, keys and values without a bias are a problem
     */
    BlockReader(Unwrapped file, BlockStack stack, boolean biasRequired, Problems problems) {
        this.file = file;
        this.stack = stack;
        this.problems = problems;
        this.biasRequired = biasRequired;
        this.D = first(BlockKey.NORM1_WEIGHT, 1);
        this.M = first(BlockKey.FC1_WEIGHT, 2);
    }

    /** Rows of this tensor in the first block that has it with this rank; 0 if none has. */
    private int first(BlockKey key, int rank) {
        return stack.blocks().keySet().stream()
                .map(number -> name(number, stack.dialect().ways(key).get(0).get(0)))
                .filter(file::has)
                .map(file::shape)
                .filter(shape -> shape.length == rank)
                .map(shape -> shape[0])
                .findFirst()
                .orElse(0);
    }

    int width() {
        return D;
    }

    int hidden() {
        return M;
    }

    /** Names of the checkpoint that went into the encoder. */
    Set<String> used() {
        return used;
    }

    boolean has(BlockKey key) {
        return parts.containsKey(key.in(0));
    }

    /** The encoder's tensors, block by block in the order of its file. */
    Map<String, Part> read() {
        if (D == 0 || M == 0 || M % D != 0) {
            problems.add(
                    "a width of "
                            + D
                            + " and a hidden width of "
                            + M
                            + ", expected a width and a multiple of it");
        }
        gaps();
        boolean bias = biasRequired || any(BlockKey.QKV_BIAS);
        boolean scale = all(BlockKey.SCALE1) && all(BlockKey.SCALE2);
        for (int number : stack.blocks().keySet()) {
            for (BlockKey key : BlockKey.values()) {
                boolean wanted = key == BlockKey.QKV_BIAS ? bias : !key.optional() || scale;
                if (wanted) {
                    read(number, key);
                }
            }
        }
        strangers();
        return parts;
    }

    private void gaps() {
        int[] missing =
                IntStream.range(0, stack.depth())
                        .filter(number -> !stack.blocks().containsKey(number))
                        .toArray();
        if (missing.length > 0) {
            problems.add(
                    "blocks run from 0 to "
                            + (stack.depth() - 1)
                            + " but "
                            + (missing.length == 1 ? "block " : "blocks ")
                            + Arrays.toString(Arrays.copyOf(missing, Math.min(8, missing.length)))
                                    .replaceAll("[\\[\\]]", "")
                            + (missing.length > 8 ? ", …" : "")
                            + (missing.length == 1 ? " is missing" : " are missing"));
        }
    }

    private void read(int number, BlockKey key) {
        List<List<String>> ways = stack.dialect().ways(key);
        List<String> way = way(number, key).orElse(ways.get(0));
        int[] shape = key.shape(D, M);
        int[] piece = shape.clone();
        piece[0] /= way.size();
        for (String source : way) {
            if (!source.equals(Dialect.ZERO)) {
                check(name(number, source), piece);
            }
        }
        parts.put(
                key.in(number),
                new Part(
                        way.stream()
                                .map(s -> s.equals(Dialect.ZERO) ? s : name(number, s))
                                .toList(),
                        shape));
    }

    private void check(String name, int[] expected) {
        if (!file.has(name)) {
            problems.missing(name, expected);
            return;
        }
        used.add(name);
        if (!file.floating(name)) {
            problems.type(name);
        }
        if (!Arrays.equals(file.shape(name), expected)) {
            problems.shape(name, expected);
        }
    }

    /** A part of a block that nobody reads would be a block computed wrongly. */
    private void strangers() {
        for (String name : file.names()) {
            if (!used.contains(name) && inBlock(name)) {
                used.add(name);
                problems.unknown(name, "in a block");
            }
        }
    }

    private boolean inBlock(String name) {
        int start = stack.prefix().length();
        if (!name.startsWith(stack.prefix())) {
            return false;
        }
        int end = name.indexOf('.', start);
        return end > start
                && name.substring(start, end).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean any(BlockKey key) {
        return stack.blocks().keySet().stream().anyMatch(number -> way(number, key).isPresent());
    }

    private boolean all(BlockKey key) {
        return stack.blocks().keySet().stream().allMatch(number -> way(number, key).isPresent());
    }

    /** How this block writes a tensor, if it has all that it takes. */
    private Optional<List<String>> way(int number, BlockKey key) {
        Set<String> there = stack.blocks().get(number);
        return stack.dialect().ways(key).stream()
                .filter(
                        way ->
                                way.stream()
                                        .allMatch(s -> s.equals(Dialect.ZERO) || there.contains(s)))
                .findFirst();
    }

    private String name(int number, String source) {
        return stack.prefix() + number + "." + source;
    }
}
