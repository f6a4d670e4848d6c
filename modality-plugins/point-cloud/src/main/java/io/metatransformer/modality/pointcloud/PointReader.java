package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;

/** Reads, prepares and groups points: all of the tokenizer that no weight decides. Immutable. */
final class PointReader {
    private final Options options;
    private final int stages;

    /** @param stages of the embedding */
    PointReader(Options options, int stages) {
        this.options = options;
        this.stages = stages;
    }

    /**
     * @param segment of the sequence that it becomes
     */
    record Read(PreparedCloud cloud, Grouping grouping, Segment segment) {}

    Read read(Input input) {
        PointSettings settings = PointSettings.of(options.withRequest(input.options()));
        Cloud raw = new CloudReader(settings.options()).read(input);
        PreparedCloud cloud = new CloudPreparation(input.name(), settings).prepare(raw);
        requireFits(input.name(), cloud.points().length, settings);
        Grouping grouping = Grouping.of(cloud.xyz(), stages, settings);
        Grouping.Stage last = grouping.last();
        int[] centres = Gather.of(cloud.points(), last.points());
        Origin origin = cloud.origin().with("centre_indices", CloudPreparation.vector(centres));
        Layout layout = new Layout.Points(Tensor.of(last.centres(), centres.length, 3));
        return new Read(cloud, grouping, new Segment(Modality.POINT_CLOUD, 0, 1, layout, origin));
    }

    private void requireFits(String name, int points, PointSettings settings) {
        int tokens = Grouping.tokens(points, stages, settings);
        int maxTokens = options.integer(PointCloudOptions.MAX_TOKENS);
        if (tokens > maxTokens) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + points
                            + " points give "
                            + tokens
                            + " tokens; at most "
                            + maxTokens
                            + " are made; option 'num_points' samples fewer");
        }
    }
}
