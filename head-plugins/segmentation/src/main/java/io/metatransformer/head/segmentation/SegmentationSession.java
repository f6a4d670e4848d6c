package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import java.util.Map;

/** Decodes the tokens of one grid in TensorFlow, then enlarges scores to pixels in Java. */
final class SegmentationSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final Decoder decoder;
    private final SegmentationNetwork network;
    private final Lifetime lifetime;

    SegmentationSession(ModelPart part, Options options) {
        SegmentationOptions layout = SegmentationOptions.from(options);
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.decoder = layout.decoder();
        part.weights().require(name, decoder.weights(width));
        this.network = new SegmentationNetwork(name, layout, part.weights(), width);
        this.lifetime = new Lifetime(name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> mask(features, requested));
    }

    private Prediction mask(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        Options all = options.withRequest(requested);
        TokenGrid grid = TokenGrid.of(name, features, decoder.smallestSide());
        return network.answer(grid, SegmentationOptions.everywhere(all));
    }

    @Override
    public void close() {
        lifetime.end(network::close);
    }
}
