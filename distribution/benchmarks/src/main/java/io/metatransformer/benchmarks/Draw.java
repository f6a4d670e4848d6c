package io.metatransformer.benchmarks;

import io.metatransformer.api.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Draws parts of data sets, from a fixed seed each. */
final class Draw {
    private final SplitMix64 random;

    Draw(long seed) {
        random = new SplitMix64(seed);
    }

    double uniform() {
        return random.nextDouble();
    }

    /** Of mean 0 and deviation 1: Box and Muller, Annals of Mathematical Statistics 29, 1958. */
    double normal() {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** In another order: Fisher and Yates. */
    <T> List<T> shuffled(List<T> all) {
        List<T> order = new ArrayList<>(all);
        for (int i = order.size() - 1; i > 0; i--) {
            int j = (int) (random.nextDouble() * (i + 1));
            T moved = order.get(i);
            order.set(i, order.get(j));
            order.set(j, moved);
        }
        return order;
    }

    /** Two parts without a common element. */
    record Parts<T>(List<T> training, List<T> test) {}

    /** The first {@code training}, then up to {@code test} of the rest, in another order than they came. */
    <T> Parts<T> parts(List<T> all, int training, int test) {
        List<T> order = shuffled(all);
        int first = Math.min(training, order.size());
        int last = Math.min(order.size(), first + test);
        return new Parts<>(order.subList(0, first), order.subList(first, last));
    }

    /** The same share of every label. */
    <T> Parts<T> parts(List<T> all, Function<T, String> label, double training) {
        Map<String, List<T>> groups = new TreeMap<>();
        for (T each : shuffled(all)) {
            groups.computeIfAbsent(label.apply(each), key -> new ArrayList<>()).add(each);
        }
        List<T> first = new ArrayList<>();
        List<T> second = new ArrayList<>();
        for (List<T> group : groups.values()) {
            int count = (int) Math.round(training * group.size());
            first.addAll(group.subList(0, count));
            second.addAll(group.subList(count, group.size()));
        }
        return new Parts<>(shuffled(first), second);
    }
}
