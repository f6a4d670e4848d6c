package io.metatransformer.testkit.doubles;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A double: answers with the mean of all rows, channel by channel, times {@code gain}, as an embedding.
 *
 * <p>Option of a request: {@code scale}, a factor of the answer.
 */
public final class MeanHead implements Head {

    /** A part of that width whose gain is 1. */
    public static ModelPart part(int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        Weights weights = Weights.of(Map.of("gain", Tensor.of(ones, width)));
        return ModelPart.of("test/heads/mean", width, Map.of(), weights);
    }

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number("scale", 1, -1e6, 1e6, "", "Factor of the answer")
                        .settablePerRequest());
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of(WeightSpec.required("gain", new WeightSpec.Constant(1), width));
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        return new Session(part, options);
    }

    private static final class Session implements HeadSession {
        private final float[] gain;
        private final Options options;
        private final Lifetime lifetime;

        Session(ModelPart part, Options options) {
            this.gain = part.weights().get("gain").toArray();
            this.options = options;
            this.lifetime = new Lifetime(part.name());
        }

        @Override
        public int width() {
            return gain.length;
        }

        @Override
        public Prediction predict(Features features, Map<String, ?> requested) {
            return lifetime.during(() -> mean(features, options.withRequest(requested)));
        }

        private Prediction mean(Features features, Options request) {
            if (features.width() != width()) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "features of width " + features.width() + ", expected " + width());
            }
            double[] sums = new double[width()];
            FloatBuffer values = features.values().data();
            while (values.hasRemaining()) {
                for (int d = 0; d < sums.length; d++) {
                    sums[d] += values.get();
                }
            }
            float[] mean = new float[sums.length];
            for (int d = 0; d < mean.length; d++) {
                mean[d] = (float) (sums[d] / features.length() * gain[d] * request.number("scale"));
            }
            return new Prediction.Embedding(Tensor.of(mean, mean.length), Optional.empty());
        }

        @Override
        public void close() {
            lifetime.end(() -> {});
        }
    }
}
