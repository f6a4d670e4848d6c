package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.List;

/**
 * A sphere on a box, as scattered points, and tokens that say something of what lies around their centres: whether it
 * is round, among noise.
 */
final class Clouds {
    static final List<String> LABELS = List.of("lamp/shade", "lamp/foot");

    private Clouds() {}

    /** What a cloud is labelled as. */
    record Example(Features features, Target.PointLabels target) {}

    /**
     * @param points P, of which a quarter are centres of tokens
     * @param width D, at least 6
     */
    static Example of(int points, int width, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double tilt = random.nextDouble() * 0.4 - 0.2;
        float[] xyz = new float[3 * points];
        float[] classes = new float[points];
        for (int p = 0; p < points; p++) {
            double[] at = random.nextDouble() < 0.5 ? shade(random) : foot(random);
            classes[p] = at[1] > 0 ? 0 : 1;
            xyz[3 * p] = (float) (at[0] + tilt * at[1]);
            xyz[3 * p + 1] = (float) at[1];
            xyz[3 * p + 2] = (float) at[2];
        }
        Tensor target = Tensor.of(classes, points);
        return new Example(
                features(xyz, classes, width, random), new Target.PointLabels(target, LABELS));
    }

    private static double[] shade(SplitMix64 random) {
        double[] at = new double[4];
        random.fillNormal(at);
        double r = Math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]) / 0.5;
        return new double[] {at[0] / r, at[1] / r + 0.5, at[2] / r};
    }

    private static double[] foot(SplitMix64 random) {
        return new double[] {
            random.nextDouble() - 0.5, -random.nextDouble() * 0.5, random.nextDouble() - 0.5
        };
    }

    private static Features features(float[] xyz, float[] classes, int width, SplitMix64 random) {
        int T = classes.length / 4;
        double[] noise = new double[(1 + T) * width + (1 + T) * width % 2];
        random.fillNormal(noise);
        float[] tokens = new float[(1 + T) * width];
        float[] centres = new float[3 * T];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (float) noise[i];
        }
        for (int t = 0; t < T; t++) {
            System.arraycopy(xyz, 12 * t, centres, 3 * t, 3);
            tokens[(1 + t) * width + 5] += 3 * (classes[4 * t] - 0.5f);
        }
        Origin origin =
                Origin.named("lamp")
                        .with("shape", "lamp")
                        .with(CloudFeatures.POINTS, Tensor.of(xyz, classes.length, 3))
                        .with(CloudFeatures.LEVEL, level(xyz, classes.length / 2));
        Layout layout = new Layout.Points(Tensor.of(centres, T, 3));
        return Features.of(
                Tensor.of(tokens, 1 + T, width),
                List.of(new Segment(Modality.POINT_CLOUD, 0, 1, layout, origin)));
    }

    /** Every second point, with its height and its distance from the middle as features. */
    private static Tensor level(float[] xyz, int L) {
        float[] rows = new float[5 * L];
        for (int l = 0; l < L; l++) {
            System.arraycopy(xyz, 6 * l, rows, 5 * l, 3);
            rows[5 * l + 3] = xyz[6 * l + 1];
            rows[5 * l + 4] = (float) Math.hypot(xyz[6 * l], xyz[6 * l + 2]);
        }
        return Tensor.of(rows, L, 5);
    }
}
