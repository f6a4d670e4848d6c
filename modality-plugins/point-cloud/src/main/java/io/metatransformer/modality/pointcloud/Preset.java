package io.metatransformer.modality.pointcloud;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The reference's configurations, by the data set that each was trained on: values of the options that nobody set.
 *
 * <p>Source: {@code PointCloud/cfgs} of Meta-Transformer (arXiv 2307.10802).
 */
enum Preset {
    /** Shapes. The data lies in the unit sphere already; what a user has is brought there. */
    MODELNET40(
            Map.of(
                    PointCloudOptions.EMBEDDING, "point_patch",
                    PointCloudOptions.GROUP_FEATURES, "dp",
                    PointCloudOptions.RATIO, 0.25),
            Map.of()),
    /** Scans of objects. */
    SCANOBJECTNN(
            Map.of(),
            Map.of(
                    PointCloudOptions.NORMALISATION,
                    "centre",
                    PointCloudOptions.SAMPLE_FIRST,
                    true)),
    /** Shapes and their parts. */
    SHAPENETPART(
            Map.of(
                    PointCloudOptions.RATIO,
                    0.0625,
                    PointCloudOptions.POINT_FEATURES,
                    "position_normal_height"),
            Map.of(PointCloudOptions.NUM_POINTS, 2048, PointCloudOptions.SAMPLE_FIRST, true)),
    /** Rooms, in metres. */
    S3DIS(
            room(),
            Map.of(
                    PointCloudOptions.NORMALISATION,
                    "minimum",
                    PointCloudOptions.VOXEL_SIZE,
                    0.04,
                    PointCloudOptions.GRAVITY_AXIS,
                    "z",
                    PointCloudOptions.NUM_POINTS,
                    24_000)),
    /** Rooms, in metres. */
    SCANNET(
            room(),
            Map.of(
                    PointCloudOptions.NORMALISATION,
                    "none",
                    PointCloudOptions.VOXEL_SIZE,
                    0.02,
                    PointCloudOptions.GRAVITY_AXIS,
                    "z",
                    PointCloudOptions.NUM_POINTS,
                    64_000,
                    PointCloudOptions.COLOUR_MEAN,
                    List.of(0.46259782, 0.46253258, 0.46253258),
                    PointCloudOptions.COLOUR_STD,
                    List.of(0.693565, 0.6852543, 0.68061745)));

    /** Of every preset that says nothing else. */
    private static final Map<String, Object> USUAL =
            Map.ofEntries(
                    Map.entry(PointCloudOptions.EMBEDDING, "p3"),
                    Map.entry(PointCloudOptions.GROUP_FEATURES, "dp_df"),
                    Map.entry(PointCloudOptions.RATIO, 0.25),
                    Map.entry(PointCloudOptions.GROUP_SIZE, 32),
                    Map.entry(PointCloudOptions.CHANNELS, List.of(128.0, 256.0, 512.0)),
                    Map.entry(PointCloudOptions.NORM, "bn"),
                    Map.entry(PointCloudOptions.POOLING, "max"),
                    Map.entry(PointCloudOptions.POINT_FEATURES, "position"),
                    Map.entry(PointCloudOptions.NUM_POINTS, 1024),
                    Map.entry(PointCloudOptions.NORMALISATION, "unit_sphere"),
                    Map.entry(PointCloudOptions.SAMPLE_FIRST, false),
                    Map.entry(PointCloudOptions.VOXEL_SIZE, 0.0),
                    Map.entry(PointCloudOptions.GRAVITY_AXIS, "y"),
                    Map.entry(
                            PointCloudOptions.COLOUR_MEAN,
                            List.of(0.5136457, 0.49523646, 0.44921124)),
                    Map.entry(
                            PointCloudOptions.COLOUR_STD,
                            List.of(0.18308958, 0.18415008, 0.19252081)));

    private final Map<String, Object> embedding;
    private final Map<String, Object> points;

    Preset(Map<String, Object> embedding, Map<String, Object> points) {
        this.embedding = embedding;
        this.points = points;
    }

    private static Map<String, Object> room() {
        return Map.of(
                PointCloudOptions.RATIO, 0.0625,
                PointCloudOptions.NORM, "ln2d",
                PointCloudOptions.POINT_FEATURES, "position_colour_height");
    }

    /** The value of an option that is unset. */
    Object value(String option) {
        Object usual = USUAL.get(option);
        return embedding.getOrDefault(option, points.getOrDefault(option, usual));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Preset::word).toList();
    }

    static Preset of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
