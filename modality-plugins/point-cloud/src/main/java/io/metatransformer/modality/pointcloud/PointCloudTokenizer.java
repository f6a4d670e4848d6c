package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.TokenTraining;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads point clouds as groups of points. Found by {@link java.util.ServiceLoader}. */
public final class PointCloudTokenizer implements TrainableTokenizer {

    @Override
    public Modality modality() {
        return Modality.POINT_CLOUD;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(
                "application/json",
                "application/vnd.las",
                "application/x-npy",
                "application/x-pcd",
                "application/x-ply",
                "model/x-off",
                "text/csv",
                "text/plain");
    }

    /**
     * By the signatures of PLY, PCD, OFF and LAS, and by the header of a table that names attributes of points alone.
     * Bare numbers, in rows or an array, say nothing of what they are.
     */
    @Override
    public boolean recognises(ByteBuffer head) {
        return CloudReader.recognises(head);
    }

    @Override
    public List<Option> options() {
        return PointCloudOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return PointWeights.specs(PointSettings.of(options), width);
    }

    /** From a point-cloud model that the reference trained: {@code encoder.patch_embed.*} and what goes with it. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return PointWeights.adopt(checkpoint);
    }

    /** How the groups were embedded, from names and shapes alone. */
    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return TrainedShape.options(adopted);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(options());
        PointSettings settings = PointSettings.of(options);
        part.weights().require(part.name(), specs(part, settings));
        return new PointCloudSession(part, options, new PointEmbedding(part, settings));
    }

    /**
     * @throws MetaTransformerException also with {@link ErrorCode#UNSUPPORTED} for instance norms, whose statistics
     *     are those of one cloud; and where points are kept of an embedding in several stages, since what heads are
     *     told of its levels would change with every step
     */
    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = start.options(options());
        PointSettings settings = PointSettings.of(options);
        start.weights().require(start.name(), specs(start, settings));
        if (settings.text(PointCloudOptions.NORM).equals("in")) {
            throw notTrained(start, "instance norms are");
        }
        if (PointWeights.stages(settings, start.width()).size() > 1
                && settings.integer(PointCloudOptions.KEEP_POINTS) > 0) {
            throw notTrained(start, "with 'keep_points' other than 0, several stages are");
        }
        return TokenTraining.of(
                start,
                rules,
                tensor -> !tensor.contains(".running_"),
                new PointLayers(start, options, settings));
    }

    private static MetaTransformerException notTrained(ModelPart part, String what) {
        return new MetaTransformerException(
                ErrorCode.UNSUPPORTED, part.name() + ": " + what + " not trained");
    }

    private static List<WeightSpec> specs(ModelPart part, PointSettings settings) {
        try {
            return PointWeights.specs(settings, part.width());
        } catch (MetaTransformerException refusal) {
            throw refusal.at(part.name());
        }
    }
}
