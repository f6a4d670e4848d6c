package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.Features;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;

/** The way back from a digest to the features that it was made of. */
final class FeatureGradient {
    private FeatureGradient() {}

    /**
     * @param cloud what was made of the features
     * @param gradient with respect to the digest of that
     * @return {@code [N, D]}; 0 for rows that no decoder reads
     */
    static Tensor of(
            String name,
            Features features,
            SegmentationOptions options,
            CloudFeatures cloud,
            Tensor gradient) {
        int D = features.width();
        Segment segment = CloudFeatures.segment(name, features);
        float[] tokens = CloudDigest.tokenGradients(cloud, gradient);
        float[] all = new float[features.length() * D];
        System.arraycopy(tokens, 0, all, segment.ordinaryStart() * D, cloud.tokens().length);
        System.arraycopy(
                tokens, cloud.tokens().length, all, segment.start() * D, cloud.classToken().length);
        if (options.norm()) {
            float[] values = features.values().toArray();
            for (int row = 0; row < features.length(); row++) {
                throughNorm(values, all, row * D, D, options.normEps());
            }
        }
        return Tensor.of(all, features.length(), D);
    }

    /** With {@code y = (x - mean) · s}: {@code dx = s · (dy - mean(dy) - y · mean(dy ⊙ y))}. */
    private static void throughNorm(float[] x, float[] gradient, int from, int D, double eps) {
        double mean = 0;
        double squares = 0;
        for (int d = from; d < from + D; d++) {
            mean += x[d] / D;
        }
        for (int d = from; d < from + D; d++) {
            squares += (x[d] - mean) * (x[d] - mean) / D;
        }
        double s = 1 / Math.sqrt(squares + eps);
        double meanGradient = 0;
        double product = 0;
        for (int d = from; d < from + D; d++) {
            meanGradient += gradient[d] / D;
            product += gradient[d] * (x[d] - mean) * s / D;
        }
        for (int d = from; d < from + D; d++) {
            double y = (x[d] - mean) * s;
            gradient[d] = (float) (s * (gradient[d] - meanGradient - y * product));
        }
    }
}
