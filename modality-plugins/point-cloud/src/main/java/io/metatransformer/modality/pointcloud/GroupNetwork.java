package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;

/**
 * Turns groups into one vector each, by the convolutions of {@link GroupLayers}: the small PointNet of Point-BERT
 * (arXiv 2111.14819). Safe to share between threads; holds native memory until it is closed.
 */
final class GroupNetwork implements AutoCloseable {
    /** Rows of one run; more at once would only take more memory. */
    private static final int ROWS = 1 << 14;

    /** Rows of one run where every row must be seen at once. */
    private static final int MOST_ROWS = 1 << 18;

    private final String name;
    private final GroupLayers shape;
    private final int k;
    private final GroupFeatures features;
    private final Network network;

    /**
     * @param name of the model's part, for messages
     * @param k points of a group
     */
    GroupNetwork(String name, Weights weights, GroupLayers shape, int k, GroupFeatures features) {
        this.name = name;
        this.shape = shape;
        this.k = k;
        this.features = features;
        this.network =
                Network.build(
                        name,
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "vectors",
                                        new GroupRecipe(layers, shape, k)
                                                .vectors(wiring.input("rows", -1, shape.in()))));
    }

    /** {@code [M, out]}: one vector per group. */
    float[] run(Level cloud, Groups groups) {
        int M = groups.centres().length;
        int step = Math.max(1, ROWS / k);
        if (shape.norm().equals("in")) {
            // Its statistics are those of the whole cloud.
            if ((long) M * k > MOST_ROWS) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name
                                + ": instance normalisation reads up to "
                                + MOST_ROWS
                                + " points of groups at once, got "
                                + (long) M * k);
            }
            step = M;
        }
        float[] vectors = new float[Math.multiplyExact(M, shape.out())];
        for (int from = 0; from < M; from += step) {
            int to = Math.min(M, from + step);
            float[] rows = features.rows(cloud, groups, from, to);
            Tensor some = network.run(Tensor.of(rows, (to - from) * k, shape.in()));
            some.data().get(vectors, from * shape.out(), some.elements());
        }
        return vectors;
    }

    @Override
    public void close() {
        network.close();
    }
}
