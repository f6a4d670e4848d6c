package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;

/** Pictures to patches: all of a picture tokenizer that no weight decides. Thread-safe and without state. */
final class PatchCutter {
    /** Of all patches together: 1 GiB. */
    private static final long MAX_VALUES = 1 << 28;

    private final Modality modality;
    private final Options options;
    private final Preparation preparation;
    private final PatchShape shape;

    PatchCutter(Modality modality, Options options, Preparation preparation, PatchShape shape) {
        this.modality = modality;
        this.options = options;
        this.preparation = preparation;
        this.shape = shape;
    }

    /**
     * @param patches {@code [count, channels · patch · patch]}
     * @param segment of the sequence that they become
     */
    record Cut(Tensor patches, PatchGrid grid, Segment segment) {}

    int maxTokens() {
        return options.integer(ReadingOptions.MAX_TOKENS);
    }

    /**
     * @throws MetaTransformerException as {@link Preparation#prepare}, {@link PatchGrid#over}; {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many patches
     */
    Cut cut(Input input) {
        Prepared picture = prepared(input);
        PatchGrid grid =
                PatchGrid.over(
                        picture.height(),
                        picture.width(),
                        shape.patch(),
                        picture.remainder(),
                        input.name());
        checkLimits(input, picture, grid);
        Segment segment =
                new Segment(
                        modality,
                        0,
                        shape.prefix(),
                        new Layout.Grid(grid.rows(), grid.cols()),
                        picture.frame().origin(Origin.named(input.name()), grid));
        return new Cut(grid.cut(picture.planes().get()), grid, segment);
    }

    PictureDrawing draw(Input input) {
        return prepared(input).drawing().get();
    }

    private Prepared prepared(Input input) {
        return preparation.prepare(input, options.withRequest(input.options()), shape.channels());
    }

    private void checkLimits(Input input, Prepared picture, PatchGrid grid) {
        long tokens = grid.count() + shape.prefix();
        long values = grid.count() * shape.values();
        if (tokens > maxTokens() || values > MAX_VALUES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name()
                            + ": "
                            + picture.width()
                            + " x "
                            + picture.height()
                            + " px would become "
                            + tokens
                            + " tokens of "
                            + values
                            + " numbers, at most "
                            + maxTokens()
                            + " tokens and "
                            + MAX_VALUES
                            + " numbers are made");
        }
    }
}
