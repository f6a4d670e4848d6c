package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what there is of a cloud, decodes it, and corrects the labels if that is wanted. */
final class PointSegmentationSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final SegmentationOptions layout;
    private final PointDecoder decoder;
    private final Lifetime lifetime;

    PointSegmentationSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.layout = SegmentationOptions.from(options);
        part.weights().require(name, DecoderWeights.specs(layout, width, -1, -1));
        this.decoder = new PointDecoder(name, part.weights(), layout, width);
        this.lifetime = new Lifetime(name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> label(features, requested));
    }

    private Prediction label(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        Options chosen = options.withRequest(requested);
        Optional<String> shape = shape(chosen);
        CloudFeatures cloud = CloudFeatures.of(name, features, layout, shape);
        boolean refine = chosen.flag(SegmentationOptions.REFINE);
        return answer(decoder, layout, cloud, refine);
    }

    static Optional<String> shape(Options options) {
        return options.isSet(SegmentationOptions.SHAPE)
                ? Optional.of(options.text(SegmentationOptions.SHAPE))
                : Optional.empty();
    }

    static Prediction answer(
            PointDecoder decoder, SegmentationOptions layout, CloudFeatures cloud, boolean refine) {
        int[] labels = decoder.labels(cloud);
        if (refine) {
            int[] placed = cloud.placed();
            float[] xyz = CloudFeatures.columns(cloud.places(), placed, 0, 3);
            PartRefinement.refine(labels, placed, xyz, belonging(layout, cloud.shape()));
        }
        float[] classes = new float[labels.length];
        for (int p = 0; p < classes.length; p++) {
            classes[p] = labels[p];
        }
        return new Prediction.PointLabels(Tensor.of(classes, classes.length), layout.labels());
    }

    /** Of each label, whether the shape has it; all, where neither is known. */
    private static boolean[] belonging(SegmentationOptions layout, int shape) {
        List<String> labels = layout.labels();
        boolean[] belongs = new boolean[labels.size()];
        for (int k = 0; k < belongs.length; k++) {
            Optional<String> own = LearnedLabels.shape(labels.get(k));
            belongs[k] = shape < 0 || own.isEmpty() || own.get().equals(layout.shapes().get(shape));
        }
        return belongs;
    }

    @Override
    public void close() {
        lifetime.end(decoder::close);
    }
}
