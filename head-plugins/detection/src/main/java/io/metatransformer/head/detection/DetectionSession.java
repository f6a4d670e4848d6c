package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import java.util.Map;

/** A detector while a model is open. */
final class DetectionSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final Detector detector;
    private final Lifetime lifetime;

    DetectionSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        DetectionOptions layout = DetectionOptions.from(options);
        part.weights().require(name, DetectionWeights.specs(layout, width));
        this.detector = Detector.of(name, part.weights(), layout, width);
        try {
            detector.requireMasks(layout);
        } catch (MetaTransformerException refusal) {
            detector.close();
            throw refusal;
        }
        this.lifetime = new Lifetime(name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(
                () -> {
                    if (features.width() != width) {
                        throw new MetaTransformerException(
                                ErrorCode.SHAPE_MISMATCH,
                                name
                                        + " reads features of width "
                                        + width
                                        + ", got "
                                        + features.width());
                    }
                    DetectionOptions now = DetectionOptions.from(options.withRequest(requested));
                    return detector.answer(TokenGrid.of(features), now);
                });
    }

    @Override
    public void close() {
        lifetime.end(detector::close);
    }
}
