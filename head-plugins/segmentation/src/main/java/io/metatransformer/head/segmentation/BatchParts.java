package io.metatransformer.head.segmentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts a batch into parts that are one step each: grids of equal sides, no more than fit into memory. */
final class BatchParts {
    /** Numbers that a step may hold, and about half a gigabyte of them. */
    private static final long NUMBERS = 1L << 27;

    private BatchParts() {}

    /**
     * @param numbersPerToken that a step holds
     * @return places in {@code grids}, in order of the first of each part's sides
     */
    static List<List<Integer>> of(List<TokenGrid> grids, long numbersPerToken) {
        Map<List<Integer>, List<Integer>> bySides = new LinkedHashMap<>();
        for (int i = 0; i < grids.size(); i++) {
            GridFrame frame = grids.get(i).frame();
            bySides.computeIfAbsent(
                            List.of(frame.rows(), frame.columns()), each -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> parts = new ArrayList<>();
        bySides.forEach(
                (sides, places) -> {
                    long numbers = (long) sides.get(0) * sides.get(1) * numbersPerToken;
                    int most = (int) Math.max(1, Math.min(places.size(), NUMBERS / numbers));
                    for (int from = 0; from < places.size(); from += most) {
                        parts.add(places.subList(from, Math.min(places.size(), from + most)));
                    }
                });
        return parts;
    }
}
