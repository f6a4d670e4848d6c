package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.head.pyramid.PlainPyramid;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The tokens of one picture. As a digest they follow rows that hold the numbers of their {@link View}:
 *
 * <pre>
 *   [⌈8 / D⌉ + rows · cols, D]
 * </pre>
 *
 * @param tokens {@code [1, rows, cols, D]}
 */
record TokenGrid(View view, Tensor tokens) {
    private static final int FACTS = 8;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} unless exactly one segment is a grid of
     *     at least two rows and columns, of a picture
     */
    static TokenGrid of(Features features) {
        Segment segment = segment(features);
        Layout.Grid grid = (Layout.Grid) segment.layout();
        int D = features.width();
        FloatBuffer rows =
                features.values()
                        .data()
                        .position(segment.ordinaryStart() * D)
                        .limit(segment.end() * D);
        return new TokenGrid(
                View.of(grid.rows(), grid.cols(), segment.origin()),
                Tensor.of(rows, 1, grid.rows(), grid.cols(), D));
    }

    /** The one that is a grid. */
    private static Segment segment(Features features) {
        List<Segment> grids =
                features.segments().stream()
                        .filter(segment -> segment.layout() instanceof Layout.Grid)
                        .toList();
        if (grids.size() != 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "boxes are found in one picture as a grid of tokens, got "
                            + grids.size()
                            + " grids");
        }
        Segment segment = grids.get(0);
        Layout.Grid grid = (Layout.Grid) segment.layout();
        if (Math.min(grid.rows(), grid.cols()) < PlainPyramid.SMALLEST_SIDE) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "boxes need a grid of at least 2 rows and columns, got "
                            + grid.rows()
                            + " and "
                            + grid.cols());
        }
        return segment;
    }

    Tensor toDigest() {
        int D = tokens.size(3);
        int head = head(D);
        FloatBuffer digest =
                Tensor.allocate(Math.addExact(Math.multiplyExact(head, D), tokens.elements()));
        digest.put(view.rows()).put(view.cols()).put(view.width()).put(view.height());
        digest.put(view.left()).put(view.top()).put(view.across()).put(view.down());
        digest.position(head * D).put(tokens.data());
        return Tensor.of(digest.flip(), head + view.rows() * view.cols(), D);
    }

    /** Rows before the tokens. */
    private static int head(int D) {
        return (FACTS + D - 1) / D;
    }

    /**
     * How a loss changes with the digest, where it is known for tokens.
     *
     * @param ofTokens of a batch of such grids, {@code [B, rows, cols, D]}
     * @param b which of them
     * @param scale of all values
     */
    Tensor digestGradient(float[] ofTokens, int b, float scale) {
        int D = tokens.size(3);
        int N = tokens.elements();
        FloatBuffer gradient = Tensor.allocate(head(D) * D + N).position(head(D) * D);
        for (int i = 0; i < N; i++) {
            gradient.put(scale * ofTokens[b * N + i]);
        }
        return Tensor.of(gradient.flip(), head(D) + N / D, D);
    }

    /** How a loss changes with features, where it is known for their digest. */
    static Tensor pulledBack(Features features, Tensor digestGradient) {
        int D = features.width();
        FloatBuffer gradient = Tensor.allocate(features.values().elements());
        gradient.position(segment(features).ordinaryStart() * D);
        gradient.put(digestGradient.data().position(head(D) * D));
        return Tensor.of(gradient.clear(), features.length(), D);
    }

    static TokenGrid ofDigest(Tensor digest) {
        FloatBuffer values = digest.data();
        int rows = (int) values.get();
        int cols = (int) values.get();
        View view =
                new View(
                        rows,
                        cols,
                        values.get(),
                        values.get(),
                        values.get(),
                        values.get(),
                        values.get(),
                        values.get());
        int D = digest.size(1);
        values.position(head(D) * D);
        return new TokenGrid(view, Tensor.of(values, 1, rows, cols, D));
    }
}
