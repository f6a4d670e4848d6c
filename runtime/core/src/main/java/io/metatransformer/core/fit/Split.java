package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Examples in two parts. Of every single label, the same share is kept apart, at least one where there are
 * two or more. Drawn by the seed alone: the same examples in the same order are split alike.
 */
record Split(List<Example> training, List<Example> validation) {

    static Split of(List<Example> examples, double share, long seed) {
        Map<String, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < examples.size(); i++) {
            Target target = examples.get(i).target();
            String group = target instanceof Target.Label label ? label.label() : "";
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(i);
        }
        boolean[] apart = new boolean[examples.size()];
        SplitMix64 random = new SplitMix64(seed);
        for (List<Integer> group : groups.values()) {
            shuffle(group, random);
            int count = (int) Math.round(share * group.size());
            if (group.size() > 1) {
                count = Math.max(1, Math.min(group.size() - 1, count));
            } else {
                count = 0;
            }
            group.subList(0, count).forEach(i -> apart[i] = true);
        }
        List<Example> training = new ArrayList<>();
        List<Example> validation = new ArrayList<>();
        for (int i = 0; i < apart.length; i++) {
            (apart[i] ? validation : training).add(examples.get(i));
        }
        if (validation.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.TOO_SHORT,
                    "there are "
                            + examples.size()
                            + " examples, none of which can be kept apart for validation; at least"
                            + " two of one label are needed");
        }
        return new Split(training, validation);
    }

    /** All examples, and of these as queries at most so many, drawn by the seed, in order. */
    static Split asking(List<Example> examples, int most, long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            order.add(i);
        }
        shuffle(order, new SplitMix64(seed));
        List<Example> queries = order.stream().limit(most).sorted().map(examples::get).toList();
        return new Split(examples, queries);
    }

    /** Fisher and Yates. */
    static void shuffle(List<Integer> order, SplitMix64 random) {
        for (int i = order.size() - 1; i > 0; i--) {
            int j = (int) (random.nextDouble() * (i + 1));
            Integer moved = order.get(i);
            order.set(i, order.get(j));
            order.set(j, moved);
        }
    }
}
