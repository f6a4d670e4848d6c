package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The tokens of one picture in their places.
 *
 * @param tokens {@code [rows, columns, D]}
 */
record TokenGrid(GridFrame frame, Tensor tokens) {

    /**
     * Of the one segment that is a grid; special tokens and other segments are left out.
     *
     * @param smallest fewest rows and columns
     */
    static TokenGrid of(String owner, Features features, int smallest) {
        Segment segment = segment(owner, features);
        Layout.Grid grid = (Layout.Grid) segment.layout();
        if (Math.min(grid.rows(), grid.cols()) < smallest) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    owner
                            + " reads grids of at least "
                            + smallest
                            + " x "
                            + smallest
                            + " tokens with its decoder, got "
                            + grid.rows()
                            + " x "
                            + grid.cols());
        }
        int D = features.width();
        FloatBuffer values =
                features.values().data().slice(segment.ordinaryStart() * D, grid.length() * D);
        return new TokenGrid(
                GridFrame.of(segment, grid.rows(), grid.cols()),
                Tensor.of(values, grid.rows(), grid.cols(), D));
    }

    static Segment segment(String owner, Features features) {
        List<Segment> grids =
                features.segments().stream()
                        .filter(s -> s.layout() instanceof Layout.Grid)
                        .toList();
        if (grids.size() != 1) {
            String got =
                    grids.isEmpty()
                            ? features.segments().get(0).layout().getClass().getSimpleName()
                            : grids.size() + " grids";
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    owner
                            + " answers for one grid of tokens, such as those of a picture, got "
                            + got
                            + (grids.isEmpty() ? "" : ": ask about each picture on its own"));
        }
        return grids.get(0);
    }

    /** All of it as one row of numbers. */
    Tensor digest() {
        FloatBuffer numbers = Tensor.allocate(GridFrame.NUMBERS + tokens.elements());
        frame.write(numbers);
        numbers.put(tokens.data());
        return Tensor.of(numbers.flip(), numbers.limit());
    }

    /**
     * @param digest of {@link #digest}
     */
    static TokenGrid of(Tensor digest) {
        FloatBuffer numbers = digest.data();
        GridFrame frame = GridFrame.read(numbers);
        int D = numbers.remaining() / (frame.rows() * frame.columns());
        return new TokenGrid(frame, Tensor.of(numbers.slice(), frame.rows(), frame.columns(), D));
    }

    /** {@code [1, rows, columns, D]}. */
    Tensor batch() {
        return tokens.reshape(1, frame.rows(), frame.columns(), tokens.size(2));
    }
}
