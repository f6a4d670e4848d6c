package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.head.pooling.LayerNorm;
import io.metatransformer.head.pooling.TokenRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All that a decoder reads of one cloud. T tokens of width D, a level of L points of width W in between, P points of
 * the file.
 *
 * @param width D
 * @param tokens {@code [T, D]}, normalised if the options say so, but for weight and bias of the norm
 * @param classToken {@code [D]}, likewise; empty for propagation
 * @param centres {@code [T, 3]}
 * @param level {@code [L, 3 + W]}, its places first; {@code [0]} for propagation
 * @param places {@code [P, 3 or more]}, of which three are read; NaN for a point that has none
 * @param points {@code [P, C]}: what is known of each
 * @param shape index of what the cloud shows; -1 if that is not known
 */
record CloudFeatures(
        int width,
        float[] tokens,
        float[] classToken,
        float[] centres,
        Tensor level,
        Tensor places,
        Tensor points,
        int shape) {

    /** Arrays of the origin, as the tokenizer of point clouds keeps them. */
    static final String POINTS = "points";

    static final String LEVEL = "level_1";

    /**
     * @param shape that was asked for; else the origin tells it
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for features of anything but one
     *     point cloud whose points were kept, {@link ErrorCode#BAD_CONFIG} for a shape that there is not
     */
    static CloudFeatures of(
            String name, Features features, SegmentationOptions options, Optional<String> shape) {
        Segment segment = segment(name, features);
        Origin origin = segment.origin();
        Tensor points = origin.arrays().get(POINTS);
        if (points == null) {
            throw mismatch(
                    name
                            + " labels every point of a file, but its "
                            + origin.fact("points").orElse("")
                            + " points were not kept; option 'keep_points' of the tokenizer sets how"
                            + " many are");
        }
        if (points.rank() != 2 || points.size(1) < 3) {
            throw mismatch(name + " reads points as [P, 3 or more], got " + points);
        }
        TokenRows rows = TokenRows.of(features);
        int D = features.width();
        if (options.norm()) {
            rows.normalise(LayerNorm.plain(D, options.normEps()));
        }
        return new CloudFeatures(
                D,
                Arrays.copyOfRange(rows.values(), segment.ordinaryStart() * D, segment.end() * D),
                options.staged() ? classToken(name, segment, rows.values(), D) : new float[0],
                ((Layout.Points) segment.layout()).centres().toArray(),
                options.staged() ? level(name, origin) : Tensor.of(new float[0], 0, 0),
                points,
                points,
                shape(name, options, shape, origin));
    }

    /** The one segment that is a point cloud. */
    static Segment segment(String name, Features features) {
        List<Segment> clouds =
                features.segments().stream()
                        .filter(segment -> segment.layout() instanceof Layout.Points)
                        .toList();
        if (clouds.size() != 1) {
            throw mismatch(
                    name
                            + " labels the points of one point cloud, got "
                            + (clouds.isEmpty() ? "none" : clouds.size())
                            + " among "
                            + features.segments().size()
                            + " inputs");
        }
        return clouds.get(0);
    }

    private static float[] classToken(String name, Segment segment, float[] rows, int D) {
        if (segment.specialTokens() == 0) {
            throw mismatch(name + " reads a class token, which the features do not have");
        }
        return Arrays.copyOfRange(rows, segment.start() * D, (segment.start() + 1) * D);
    }

    private static Tensor level(String name, Origin origin) {
        Tensor level = origin.arrays().get(LEVEL);
        if (level == null || level.rank() != 2 || level.size(0) < 1 || level.size(1) < 4) {
            throw mismatch(
                    name
                            + " decodes by way of a level between points and tokens, which the"
                            + " tokenizer does not have; embedding 'p3' with a 'ratio' of 0.0625 does");
        }
        return level;
    }

    private static int shape(
            String name, SegmentationOptions options, Optional<String> asked, Origin origin) {
        List<String> shapes = options.shapes();
        Optional<String> shape = asked.or(() -> origin.fact(SegmentationOptions.SHAPE));
        int index = shape.map(shapes::indexOf).orElse(-1);
        if (index < 0 && (options.parts() || asked.isPresent())) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + (shapes.isEmpty()
                                    ? " knows no shapes: its labels are not written shape/part"
                                    : " is told by option 'shape' what a cloud shows: one of "
                                            + String.join(", ", shapes))
                            + shape.map(given -> "; got " + Quoted.of(given)).orElse(""));
        }
        return index;
    }

    private static MetaTransformerException mismatch(String message) {
        return new MetaTransformerException(ErrorCode.SHAPE_MISMATCH, message);
    }

    /** C. */
    int channels() {
        return points.size(1);
    }

    /** W. */
    int levelWidth() {
        return level.size(1) - 3;
    }

    /** {@code [shapes]}: 1 for what the cloud shows. */
    float[] oneHot(int shapes) {
        float[] oneHot = new float[shapes];
        oneHot[shape] = 1;
        return oneHot;
    }

    /** Indices of the points that have a place. */
    int[] placed() {
        int[] placed = new int[points.size(0)];
        int count = 0;
        var values = places.data();
        for (int p = 0; p < placed.length; p++) {
            if (Float.isFinite(values.get(p * places.size(1)))) {
                placed[count++] = p;
            }
        }
        return Arrays.copyOf(placed, count);
    }

    /** Columns of some rows: {@code [rows, to - from]}. */
    static float[] columns(Tensor table, int[] rows, int from, int to) {
        var values = table.data();
        float[] some = new float[Math.multiplyExact(rows.length, to - from)];
        for (int row = 0; row < rows.length; row++) {
            int at = rows[row] * table.size(1) + from;
            values.get(at, some, row * (to - from), to - from);
        }
        return some;
    }
}
