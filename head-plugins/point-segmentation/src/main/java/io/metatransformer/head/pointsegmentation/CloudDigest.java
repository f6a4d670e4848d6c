package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/**
 * All of {@link CloudFeatures} as one array, to be kept between epochs: eight sizes, then the arrays in the order of
 * the record.
 */
final class CloudDigest {
    private static final int SIZES = 8;

    private CloudDigest() {}

    static Tensor of(CloudFeatures cloud) {
        int elements =
                SIZES
                        + cloud.tokens().length
                        + cloud.classToken().length
                        + cloud.centres().length
                        + cloud.level().elements()
                        + cloud.points().elements();
        FloatBuffer all = Tensor.allocate(elements);
        all.put(cloud.width()).put(cloud.tokens().length / cloud.width());
        all.put(cloud.classToken().length);
        all.put(cloud.level().size(0)).put(cloud.level().size(1));
        all.put(cloud.points().size(0)).put(cloud.points().size(1));
        all.put(cloud.shape());
        all.put(cloud.tokens()).put(cloud.classToken()).put(cloud.centres());
        all.put(cloud.level().data()).put(cloud.points().data()).flip();
        return Tensor.of(all, elements);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for what is no digest of a cloud
     */
    static CloudFeatures read(String name, Tensor digest) {
        FloatBuffer all = digest.data();
        if (digest.rank() != 1 || all.remaining() < SIZES) {
            throw foreign(name, digest);
        }
        int D = (int) all.get();
        int T = (int) all.get();
        int classToken = (int) all.get();
        int L = (int) all.get();
        int levelColumns = (int) all.get();
        int P = (int) all.get();
        int C = (int) all.get();
        int shape = (int) all.get();
        long rest = (long) T * (D + 3) + classToken + (long) L * levelColumns + (long) P * C;
        if (D < 1 || T < 1 || rest != all.remaining()) {
            throw foreign(name, digest);
        }
        float[] tokens = floats(all, T * D);
        float[] first = floats(all, classToken);
        float[] centres = floats(all, 3 * T);
        Tensor level = tensor(all, L, levelColumns);
        Tensor points = tensor(all, P, C);
        return new CloudFeatures(D, tokens, first, centres, level, points, points, shape);
    }

    /** A gradient of nothing, in the shape of a digest. */
    static Tensor zero(Tensor digest) {
        return Tensor.of(Tensor.allocate(digest.elements()), digest.shape());
    }

    /**
     * The shape of the cloud's digest, with the gradients of its tokens where these stand.
     *
     * @param tokens whose next {@code T · D} values are taken
     * @param classTokens whose next D values are taken, if the cloud has a class token
     */
    static Tensor gradient(CloudFeatures cloud, FloatBuffer tokens, FloatBuffer classTokens) {
        FloatBuffer all = Tensor.allocate(of(cloud).elements());
        all.position(SIZES).put(floats(tokens, cloud.tokens().length));
        all.put(floats(classTokens, cloud.classToken().length));
        return Tensor.of(all.rewind(), all.capacity());
    }

    /** {@code [T, D]} of a gradient, then {@code [D]} if there is a class token. */
    static float[] tokenGradients(CloudFeatures cloud, Tensor gradient) {
        float[] some = new float[cloud.tokens().length + cloud.classToken().length];
        gradient.data().get(SIZES, some);
        return some;
    }

    private static float[] floats(FloatBuffer all, int count) {
        float[] some = new float[count];
        all.get(some);
        return some;
    }

    /** A view of what is there. */
    private static Tensor tensor(FloatBuffer all, int rows, int columns) {
        FloatBuffer some = all.slice(all.position(), rows * columns);
        all.position(all.position() + rows * columns);
        return Tensor.of(some, rows, columns);
    }

    private static MetaTransformerException foreign(String name, Tensor digest) {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH,
                name + " learns from digests of point clouds, got " + digest);
    }
}
