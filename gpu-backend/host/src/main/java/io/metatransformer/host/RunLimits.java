package io.metatransformer.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much one run of the encoder may hold.
 *
 * @param tokens most tokens, M
 * @param scores most attention scores per head, B·T² with padding
 */
record RunLimits(int tokens, long scores) {

    /**
     * Cuts a batch into runs: indices into {@code lengths}, longest first, so that a run holds sequences of
     * similar lengths. A sequence that is past a limit makes a run of its own.
     */
    List<List<Integer>> runs(int[] lengths) {
        List<Integer> longestFirst =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> -lengths[i]))
                        .toList();
        List<List<Integer>> runs = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        long M = 0;
        for (int i : longestFirst) {
            long T = run.isEmpty() ? lengths[i] : lengths[run.get(0)];
            boolean full = M + lengths[i] > tokens || (run.size() + 1) * T * T > scores;
            if (full && !run.isEmpty()) {
                runs.add(run);
                run = new ArrayList<>();
                M = 0;
            }
            run.add(i);
            M += lengths[i];
        }
        runs.add(run);
        return runs;
    }
}
