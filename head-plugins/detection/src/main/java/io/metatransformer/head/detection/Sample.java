package io.metatransformer.head.detection;

import io.metatransformer.api.SplitMix64;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which anchors or regions a step looks at.
 *
 * @param objects indices of those that are to find one
 * @param background indices of those that are not
 */
record Sample(int[] objects, int[] background) {

    /**
     * Draws {@code count}, or all if there are fewer.
     *
     * @param assigned as {@link Assignment}
     * @param share of {@code count} that may be objects, at most; background fills up
     */
    static Sample draw(int[] assigned, int count, double share, SplitMix64 random) {
        int[] objects = IntStream.range(0, assigned.length).filter(i -> assigned[i] >= 0).toArray();
        int[] some = some(objects, (int) (count * share), random);
        int[] background =
                IntStream.range(0, assigned.length)
                        .filter(i -> assigned[i] == Assignment.NONE)
                        .toArray();
        return new Sample(some, some(background, count - some.length, random));
    }

    private static int[] some(int[] all, int count, SplitMix64 random) {
        for (int i = 0; i < count && count < all.length; i++) {
            int other = i + (int) (random.nextDouble() * (all.length - i));
            int swapped = all[i];
            all[i] = all[other];
            all[other] = swapped;
        }
        return Arrays.copyOf(all, Math.min(count, all.length));
    }

    int count() {
        return objects.length + background.length;
    }
}
