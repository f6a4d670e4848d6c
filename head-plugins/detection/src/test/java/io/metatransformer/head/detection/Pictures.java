package io.metatransformer.head.detection;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Synthetic pictures of noise with discs and rectangles in them, as the features of an encoder that knows little: a
 * token holds how much of each kind lies in each quarter of its patch, and noise.
 */
final class Pictures {
    static final int WIDTH = 32;
    static final int PIXELS = 128;
    private static final int GRID = 8;
    private static final int PATCH = PIXELS / GRID;

    private Pictures() {}

    /** A picture and what is in it. */
    record Picture(Features features, Target.Boxes target) {}

    static List<Picture> some(int count, long seed) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(one(new SplitMix64(seed * 1000 + i)));
        }
        return pictures;
    }

    private static Picture one(SplitMix64 random) {
        float[][] ink = new float[2][PIXELS * PIXELS];
        List<Target.Box> boxes = new ArrayList<>();
        for (int corner = 0; corner < 4; corner++) {
            if (random.nextDouble() < 0.5) {
                boxes.add(draw(ink, corner, random));
            }
        }
        float[] tokens = new float[GRID * GRID * WIDTH];
        double[] noise = new double[tokens.length];
        random.fillNormal(noise);
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (float) (0.1 * noise[i]);
        }
        for (int y = 0; y < PIXELS; y++) {
            for (int x = 0; x < PIXELS; x++) {
                int token = y / PATCH * GRID + x / PATCH;
                int part = y % PATCH / (PATCH / 4) * 4 + x % PATCH / (PATCH / 4);
                for (int kind = 0; kind < 2; kind++) {
                    tokens[token * WIDTH + 16 * kind + part] += ink[kind][y * PIXELS + x] / 16;
                }
            }
        }
        Origin origin =
                Origin.named("picture").with(Origin.WIDTH, PIXELS).with(Origin.HEIGHT, PIXELS);
        TokenSequence sequence =
                TokenSequence.of(
                        Tensor.of(tokens, GRID * GRID, WIDTH),
                        Modality.IMAGE,
                        0,
                        new Layout.Grid(GRID, GRID),
                        origin);
        return new Picture(
                Features.of(sequence.tokens(), sequence.segments()), new Target.Boxes(boxes));
    }

    /** One thing in a quarter of the picture. */
    private static Target.Box draw(float[][] ink, int corner, SplitMix64 random) {
        int kind = random.nextDouble() < 0.5 ? 0 : 1;
        int width = 24 + (int) (random.nextDouble() * 32);
        int height = kind == 0 ? width : 24 + (int) (random.nextDouble() * 32);
        int half = PIXELS / 2;
        int left = corner % 2 * half + (int) (random.nextDouble() * (half - width));
        int top = corner / 2 * half + (int) (random.nextDouble() * (half - height));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = (x + 0.5 - width / 2.0) / (width / 2.0);
                double dy = (y + 0.5 - height / 2.0) / (height / 2.0);
                if (kind == 1 || dx * dx + dy * dy <= 1) {
                    ink[kind][(top + y) * PIXELS + left + x] = 1;
                }
            }
        }
        return new Target.Box(
                left, top, left + width, top + height, kind == 0 ? "disc" : "rectangle");
    }
}
