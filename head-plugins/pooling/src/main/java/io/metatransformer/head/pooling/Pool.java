package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Segment;
import java.util.Arrays;
import java.util.List;

/** A way to make one vector of {@code [N, D]} rows. Special tokens are class, graph or null tokens. */
public enum Pool {
    /** The first row, which is the class token where a tokenizer adds one. */
    CLS("cls") {
        @Override
        public float[] vector(TokenRows rows) {
            return mean(rows, 1);
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            share(rows, 1, gradient, from, into);
        }
    },
    /** The mean of all rows that are no special tokens, over every segment. */
    MEAN("mean") {
        @Override
        public float[] vector(TokenRows rows) {
            double[] sum = new double[rows.width()];
            rows.forEachOrdinary(
                    row -> {
                        for (int d = 0; d < sum.length; d++) {
                            sum[d] += rows.at(row, d);
                        }
                    });
            return divided(sum, rows.ordinaryLength());
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            int D = rows.width();
            int N = rows.ordinaryLength();
            rows.forEachOrdinary(
                    row -> {
                        for (int d = 0; d < D; d++) {
                            into[row * D + d] += gradient[from + d] / N;
                        }
                    });
        }
    },
    /** The largest value per column among all rows that are no special tokens. */
    MAX("max") {
        @Override
        public float[] vector(TokenRows rows) {
            float[] max = new float[rows.width()];
            Arrays.fill(max, Float.NEGATIVE_INFINITY);
            rows.forEachOrdinary(
                    row -> {
                        for (int d = 0; d < max.length; d++) {
                            max[d] = Math.max(max[d], rows.at(row, d));
                        }
                    });
            return max;
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            int D = rows.width();
            int[] largest = new int[D];
            Arrays.fill(largest, -1);
            rows.forEachOrdinary(
                    row -> {
                        for (int d = 0; d < D; d++) {
                            if (largest[d] < 0 || rows.at(row, d) > rows.at(largest[d], d)) {
                                largest[d] = row;
                            }
                        }
                    });
            for (int d = 0; d < D; d++) {
                into[largest[d] * D + d] += gradient[from + d];
            }
        }
    },
    /** The mean of all rows, special tokens included. */
    MEAN_ALL("mean_all") {
        @Override
        public float[] vector(TokenRows rows) {
            return mean(rows, rows.length());
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            share(rows, rows.length(), gradient, from, into);
        }
    },
    /**
     * The mean of the first two rows: what the reference's audio head does, a leftover of the class and
     * distillation tokens of AST (arXiv 2104.01778).
     */
    FIRST_TWO("first_two") {
        @Override
        public float[] vector(TokenRows rows) {
            if (rows.length() < 2) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "pooling 'first_two' needs at least 2 tokens, got " + rows.length());
            }
            return mean(rows, 2);
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            share(rows, 2, gradient, from, into);
        }
    },
    /**
     * The mean of each input's rows that are no special tokens, one input after the other: {@code [inputs · D]}. So
     * the reference reads several views of one object.
     */
    MEAN_EACH("mean_each") {
        @Override
        public float[] vector(TokenRows rows) {
            int D = rows.width();
            float[] means = new float[Math.multiplyExact(rows.segments().size(), D)];
            int at = 0;
            for (Segment segment : rows.segments()) {
                double[] sum = new double[D];
                for (int row = segment.ordinaryStart(); row < segment.end(); row++) {
                    for (int d = 0; d < D; d++) {
                        sum[d] += rows.at(row, d);
                    }
                }
                System.arraycopy(divided(sum, segment.layout().length()), 0, means, at, D);
                at += D;
            }
            return means;
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            int D = rows.width();
            int at = from;
            for (Segment segment : rows.segments()) {
                for (int row = segment.ordinaryStart(); row < segment.end(); row++) {
                    for (int d = 0; d < D; d++) {
                        into[row * D + d] += gradient[at + d] / segment.layout().length();
                    }
                }
                at += D;
            }
        }
    },
    /** All rows that are no special tokens, one after the other: {@code [N · D]}. */
    FLATTEN("flatten") {
        @Override
        public float[] vector(TokenRows rows) {
            int width = rows.width();
            float[] flat = new float[Math.multiplyExact(rows.ordinaryLength(), width)];
            int[] at = {0};
            rows.forEachOrdinary(
                    row -> {
                        for (int d = 0; d < width; d++) {
                            flat[at[0]++] = rows.at(row, d);
                        }
                    });
            return flat;
        }

        @Override
        void back(TokenRows rows, float[] gradient, int from, float[] into) {
            int D = rows.width();
            int[] at = {from};
            rows.forEachOrdinary(
                    row -> {
                        for (int d = 0; d < D; d++) {
                            into[row * D + d] += gradient[at[0]++];
                        }
                    });
        }
    };

    private final String word;

    Pool(String word) {
        this.word = word;
    }

    /** {@code [D]}, except for {@link #FLATTEN} and {@link #MEAN_EACH}. */
    public abstract float[] vector(TokenRows rows);

    /**
     * The way back: adds to {@code into [N, D]} how a loss changes with each value of {@code rows}.
     *
     * @param gradient of the loss with respect to the vector, which begins at {@code from}
     */
    abstract void back(TokenRows rows, float[] gradient, int from, float[] into);

    /** How many vectors of {@code [D]} it makes of these rows. */
    int count(TokenRows rows) {
        return switch (this) {
            case FLATTEN -> rows.ordinaryLength();
            case MEAN_EACH -> rows.segments().size();
            default -> 1;
        };
    }

    /** Whether {@link #count} is 1 for all rows. */
    boolean isOne() {
        return this != FLATTEN && this != MEAN_EACH;
    }

    /** As it stands in options. */
    public String word() {
        return word;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for another word
     */
    public static Pool of(String word) {
        return Arrays.stream(values())
                .filter(pool -> pool.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new MetaTransformerException(
                                        ErrorCode.BAD_CONFIG,
                                        "a pooling is one of "
                                                + String.join(", ", words())
                                                + ", got "
                                                + Quoted.of(word)));
    }

    /** Every word, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Pool::word).toList();
    }

    private static float[] mean(TokenRows rows, int count) {
        double[] sum = new double[rows.width()];
        for (int row = 0; row < count; row++) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += rows.at(row, d);
            }
        }
        return divided(sum, count);
    }

    private static void share(TokenRows rows, int count, float[] gradient, int from, float[] into) {
        int D = rows.width();
        for (int row = 0; row < count; row++) {
            for (int d = 0; d < D; d++) {
                into[row * D + d] += gradient[from + d] / count;
            }
        }
    }

    private static float[] divided(double[] sum, int count) {
        float[] mean = new float[sum.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sum[d] / count);
        }
        return mean;
    }
}
