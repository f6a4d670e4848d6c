package io.metatransformer.drawing;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How often each class occurs.
 *
 * @param counts by class; at least one
 */
record Classes(long[] counts) {

    /**
     * @param classes indices; below 0 where there is none
     * @param most classes that are told apart; those past them count as the last
     */
    static Classes of(Tensor classes, List<String> labels, int most) {
        FloatBuffer values = classes.data();
        int greatest = 0;
        for (int i = 0; i < classes.elements(); i++) {
            greatest = Math.max(greatest, (int) values.get(i));
        }
        long[] counts = new long[Math.min(most, Math.max(labels.size(), greatest + 1))];
        for (int i = 0; i < classes.elements(); i++) {
            int c = (int) values.get(i);
            if (c >= 0) {
                counts[Math.min(c, counts.length - 1)]++;
            }
        }
        return new Classes(counts);
    }

    /** How many of them occur, in words. */
    String present() {
        long present = java.util.Arrays.stream(counts).filter(count -> count > 0).count();
        return present == 1 ? "1 class" : present + " classes";
    }
}
