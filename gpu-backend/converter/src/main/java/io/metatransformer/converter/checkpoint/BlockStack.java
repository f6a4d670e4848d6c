package io.metatransformer.converter.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Numbered blocks under one prefix, as one dialect reads them.
 *
 * @param prefix what stands before the number: nothing, or a text that ends in a dot
 * @param blocks the names found in each block, by number
 */
record BlockStack(Dialect dialect, String prefix, SortedMap<Integer, Set<String>> blocks) {
    private static final int MAX_DIGITS = 4;

    /** Every stack that any dialect finds among {@code names}, whole or not. */
    static List<BlockStack> find(Set<String> names) {
        Map<String, BlockStack> found = new LinkedHashMap<>();
        for (Dialect dialect : Dialect.values()) {
            for (String source : dialect.sources()) {
                for (String name : names) {
                    if (name.endsWith("." + source)) {
                        put(found, dialect, name, source);
                    }
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private static void put(
            Map<String, BlockStack> found, Dialect dialect, String name, String source) {
        int end = name.length() - source.length() - 1;
        int start = end;
        while (start > 0
                && Character.isDigit(name.charAt(start - 1))
                && name.charAt(start - 1) < 128) {
            start--;
        }
        boolean number =
                start < end
                        && end - start <= MAX_DIGITS
                        && (name.charAt(start) != '0' || end - start == 1)
                        && (start == 0 || name.charAt(start - 1) == '.');
        if (number) {
            String prefix = name.substring(0, start);
            found.computeIfAbsent(
                            dialect + " " + prefix,
                            key -> new BlockStack(dialect, prefix, new TreeMap<>()))
                    .blocks
                    .computeIfAbsent(
                            Integer.parseInt(name.substring(start, end)), key -> new TreeSet<>())
                    .add(source);
        }
    }

    /** Whether at least one block has everything that no block goes without. */
    boolean whole() {
        return blocks.values().stream().anyMatch(names -> score(names) == 1);
    }

    /** The share of what a block must have that its best block has, from 0 to 1. */
    double score() {
        return blocks.values().stream().mapToDouble(this::score).max().orElse(0);
    }

    private double score(Set<String> names) {
        int needed = 0;
        int there = 0;
        for (BlockKey key : BlockKey.values()) {
            if (!key.optional()) {
                needed++;
                there += names.containsAll(dialect.ways(key).get(0)) ? 1 : 0;
            }
        }
        return (double) there / needed;
    }

    /** Number of blocks if there is no gap. */
    int depth() {
        return blocks.lastKey() + 1;
    }
}
