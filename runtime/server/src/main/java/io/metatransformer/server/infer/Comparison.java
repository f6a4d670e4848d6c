package io.metatransformer.server.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the items of a question are compared: the first ones with the others, or all with each other.
 *
 * @param left how many stand on the left side
 * @param itself whether there is no other side, so that each is compared with all
 * @param allowUnaligned whether vectors that declare no common space may be compared, and the answer marked
 */
public record Comparison(int left, boolean itself, Metric metric, boolean allowUnaligned) {

    /** What the score of two vectors is. */
    public enum Metric {
        /** Of their directions, from -1 to 1; 0 for a vector without direction. */
        COSINE,
        /** Their inner product. */
        DOT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Metric> of(String word) {
            return Arrays.stream(values()).filter(metric -> metric.word().equals(word)).findFirst();
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Metric::word).toList();
        }
    }

    /** The left side of all. */
    <T> List<T> left(List<T> all) {
        return all.subList(0, left);
    }

    /** The right side of all. */
    <T> List<T> right(List<T> all) {
        return itself ? all : all.subList(left, all.size());
    }
}
