package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.modality.pointcloud.Normalisation.Transform;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The second stage: points of a file are thinned, normalised and sampled; no weights. */
final class CloudPreparation {
    /** Squares of differences of such numbers are numbers still. */
    static final float MOST = 1e18f;

    private static final float[] NO_VECTORS = {};

    private final String name;
    private final PointSettings settings;
    private final PointFeatures features;
    private final int gravity;

    /**
     * @param name of the input, for messages
     */
    CloudPreparation(String name, PointSettings settings) {
        this.name = name;
        this.settings = settings;
        this.features = PointFeatures.of(settings.text(PointCloudOptions.POINT_FEATURES));
        this.gravity = "xyz".indexOf(settings.text(PointCloudOptions.GRAVITY_AXIS));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for NaN and infinity unless they are to be
     *     dropped, {@link ErrorCode#EMPTY_INPUT} if that leaves no point, {@link ErrorCode#SHAPE_MISMATCH} if the
     *     file lacks features that the model reads
     */
    PreparedCloud prepare(Cloud cloud) {
        Optional<float[]> vectors = features.vectors(name, cloud);
        int[] finite = finite(cloud, vectors);
        int[] kept = thinned(cloud, finite);
        boolean sampleFirst = settings.flag(PointCloudOptions.SAMPLE_FIRST);
        if (sampleFirst) {
            // Moved to their mean alone: distances stay, and floats keep their digits.
            double[] all = Gather.rows(cloud.xyz(), kept, 3);
            float[] centred = apply(Normalisation.CENTRE.of(all, gravity), all);
            kept = Gather.of(kept, sample(centred));
        }
        double[] xyz = Gather.rows(cloud.xyz(), kept, 3);
        float[] used = vectors.isPresent() ? Gather.rows(vectors.get(), kept, 3) : NO_VECTORS;
        Transform transform =
                Normalisation.of(settings.text(PointCloudOptions.NORMALISATION)).of(xyz, gravity);
        PointFrame frame = PointFrame.of(settings, features, transform, gravity, xyz, used);
        float[] position = apply(transform, xyz);
        float[] joined = frame.rows(xyz, position, used);
        if (!sampleFirst) {
            int[] sampled = sample(position);
            kept = Gather.of(kept, sampled);
            position = Gather.rows(position, sampled, 3);
            joined = Gather.rows(joined, sampled, features.channels);
        }
        Origin origin = origin(cloud, finite.length, kept, transform);
        if (cloud.points() <= settings.integer(PointCloudOptions.KEEP_POINTS)) {
            float[] all = frame.all(cloud.xyz(), vectors.orElse(NO_VECTORS));
            origin = origin.with("points", Tensor.of(all, cloud.points(), features.channels));
        }
        return new PreparedCloud(position, joined, kept, origin);
    }

    /** Indices of the points whose numbers are numbers. */
    private int[] finite(Cloud cloud, Optional<float[]> vectors) {
        double[] xyz = cloud.xyz();
        int[] finite =
                IntStream.range(0, cloud.points())
                        .filter(point -> isFinite(xyz, vectors, 3 * point))
                        .toArray();
        if (finite.length < cloud.points()
                && settings.text(PointCloudOptions.NON_FINITE).equals("error")) {
            int first = 0;
            while (first < finite.length && finite[first] == first) {
                first++;
            }
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE,
                    name
                            + ": "
                            + (cloud.points() - finite.length)
                            + " of "
                            + cloud.points()
                            + " points hold NaN or infinity, the first of them is point "
                            + first
                            + " (counted from 0); option 'non_finite' can drop them");
        }
        if (finite.length == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": no point is left that holds only numbers");
        }
        return finite;
    }

    private static boolean isFinite(double[] xyz, Optional<float[]> vectors, int at) {
        for (int axis = 0; axis < 3; axis++) {
            if (!Double.isFinite(xyz[at + axis])
                    || vectors.isPresent() && !Float.isFinite(vectors.get()[at + axis])) {
                return false;
            }
        }
        return true;
    }

    private int[] thinned(Cloud cloud, int[] points) {
        double voxel = settings.number(PointCloudOptions.VOXEL_SIZE);
        return voxel > 0 ? Voxels.first(cloud.xyz(), points, voxel) : points;
    }

    /** A double may hold more than a float, and its square more than either. */
    private float[] apply(Transform transform, double[] xyz) {
        float[] position = transform.apply(xyz);
        boolean inRange = Double.isFinite(transform.scale());
        for (float value : position) {
            inRange &= Math.abs(value) < MOST;
        }
        if (!inRange) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE,
                    name
                            + ": coordinates are too large for single precision; option"
                            + " 'normalisation' can scale them");
        }
        return position;
    }

    /** Indices of the points that are embedded: all, if there are not too many. */
    private int[] sample(float[] xyz) {
        int N = xyz.length / 3;
        int M = settings.integer(PointCloudOptions.NUM_POINTS);
        if (N <= M) {
            return IntStream.range(0, N).toArray();
        }
        return switch (settings.text(PointCloudOptions.SAMPLING)) {
            case "first" -> IntStream.range(0, M).toArray();
            case "random" -> random(N, M, settings.integer(PointCloudOptions.SEED));
            default -> FarthestPoints.sample(xyz, M, ties(settings));
        };
    }

    static FarthestPoints.Ties ties(PointSettings settings) {
        return settings.text(PointCloudOptions.FPS_TIES).equals("cuda")
                ? FarthestPoints.Ties.CUDA
                : FarthestPoints.Ties.LOWEST_INDEX;
    }

    /** Without repetition: the start of a shuffle (Fisher and Yates). */
    private static int[] random(int N, int M, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int[] points = IntStream.range(0, N).toArray();
        for (int m = 0; m < M; m++) {
            int other = m + (int) (random.nextDouble() * (N - m));
            int taken = points[other];
            points[other] = points[m];
            points[m] = taken;
        }
        return Arrays.copyOf(points, M);
    }

    private Origin origin(Cloud cloud, int finite, int[] kept, Transform transform) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("format", cloud.format());
        facts.put("points", String.valueOf(cloud.points()));
        facts.put("dropped", String.valueOf(cloud.points() - finite));
        facts.put("sampled", String.valueOf(kept.length));
        facts.put("normalisation", settings.text(PointCloudOptions.NORMALISATION));
        // As texts: a float would lose the metres of a map's coordinates.
        facts.put("offset_x", String.valueOf(transform.offset()[0]));
        facts.put("offset_y", String.valueOf(transform.offset()[1]));
        facts.put("offset_z", String.valueOf(transform.offset()[2]));
        facts.put("scale", String.valueOf(transform.scale()));
        if (settings.text(PointCloudOptions.SAMPLING).equals("random")) {
            facts.put("seed", String.valueOf(settings.integer(PointCloudOptions.SEED)));
        }
        if (settings.options().isSet(PointCloudOptions.SHAPE)) {
            facts.put("shape", settings.options().text(PointCloudOptions.SHAPE));
        }
        return new Origin(name, facts, Map.of("point_indices", vector(kept)));
    }

    /** Indices, exact up to 2^24. */
    static Tensor vector(int[] indices) {
        float[] values = new float[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = indices[i];
        }
        return Tensor.of(values, values.length);
    }
}
