package io.metatransformer.modality.graph;

import java.util.Map;

/** What the rules of conjugation and hybridisation ask of an element, by atomic number: facts as RDKit counts them. */
final class Elements {
    /** Outer electrons from hydrogen on; what follows has 2. */
    private static final int[] OUTER = {
        1, 2, //
        1, 2, 3, 4, 5, 6, 7, 8, //
        1, 2, 3, 4, 5, 6, 7, 8, //
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3, 4, 5, 6, 7, 8, //
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3, 4, 5, 6, 7, 8, //
        1, 2, 3, 4, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, //
        4, 5, 6, 7, 8, 9, 10, 11, 2, 3, 4, 5, 6, 7, 8, //
        1, 2, 3, 4, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private static final int[] NONE = {};
    private static final int[] ONE = {1};
    private static final int[] TWO = {2};
    private static final int[] THREE = {3};
    private static final int[] FOUR = {4};
    private static final int[] CHALCOGEN = {2, 4, 6};
    private static final int[] PNICTOGEN = {3, 5, 7};

    /** Usual valences, the smallest first; metals have none. */
    private static final Map<Integer, int[]> VALENCES =
            Map.ofEntries(
                    Map.entry(1, ONE),
                    Map.entry(3, ONE),
                    Map.entry(4, TWO),
                    Map.entry(5, THREE),
                    Map.entry(6, FOUR),
                    Map.entry(7, THREE),
                    Map.entry(8, TWO),
                    Map.entry(9, ONE),
                    Map.entry(11, ONE),
                    Map.entry(12, TWO),
                    Map.entry(13, new int[] {3, 6}),
                    Map.entry(14, new int[] {4, 6}),
                    Map.entry(15, PNICTOGEN),
                    Map.entry(16, CHALCOGEN),
                    Map.entry(17, ONE),
                    Map.entry(19, ONE),
                    Map.entry(20, TWO),
                    Map.entry(31, THREE),
                    Map.entry(32, FOUR),
                    Map.entry(33, PNICTOGEN),
                    Map.entry(34, CHALCOGEN),
                    Map.entry(35, ONE),
                    Map.entry(37, ONE),
                    Map.entry(38, TWO),
                    Map.entry(49, THREE),
                    Map.entry(50, new int[] {2, 4}),
                    Map.entry(51, PNICTOGEN),
                    Map.entry(52, CHALCOGEN),
                    Map.entry(53, new int[] {1, 3, 5}),
                    Map.entry(55, ONE),
                    Map.entry(56, TWO),
                    Map.entry(81, THREE),
                    Map.entry(82, new int[] {2, 4}),
                    Map.entry(83, PNICTOGEN),
                    Map.entry(84, CHALCOGEN),
                    Map.entry(85, new int[] {1, 3, 5}));

    private Elements() {}

    static int outerElectrons(int number) {
        return number < 1 ? 0 : number > OUTER.length ? 2 : OUTER[number - 1];
    }

    /** Empty where any is possible. */
    static int[] valences(int number) {
        return VALENCES.getOrDefault(number, NONE);
    }
}
