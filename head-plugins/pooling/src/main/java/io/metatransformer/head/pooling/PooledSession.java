package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.Map;

/** Pools in Java, then runs the learned layers in TensorFlow. */
public final class PooledSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final PooledTask task;
    private final PooledVector vector;
    private final int P;
    private final PooledNetwork network;
    private final Lifetime lifetime;

    /**
     * @param options of the part
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that are not those of the
     *     task
     */
    public PooledSession(ModelPart part, Options options, PooledTask task) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.task = task;
        Weights weights = part.weights();
        weights.require(name, task.specs(width, task.input().width(width)));
        this.vector = task.input().vector(name, weights);
        this.P = weights.shape(task.first() + ".weight")[1];
        this.network = new PooledNetwork(name, task, weights, P);
        this.lifetime = new Lifetime(name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> answer(features, requested));
    }

    private Prediction answer(Features features, Map<String, ?> requested) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        Options chosen = options.withRequest(requested);
        float[] pooled = vector.of(features);
        if (pooled.length != P) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + " reads "
                            + P
                            + " values after pooling, got "
                            + pooled.length
                            + " from "
                            + features.length()
                            + " tokens");
        }
        return task.asked(network.answers(Tensor.of(pooled, 1, P)).get(0), chosen);
    }

    @Override
    public void close() {
        lifetime.end(network::close);
    }
}
