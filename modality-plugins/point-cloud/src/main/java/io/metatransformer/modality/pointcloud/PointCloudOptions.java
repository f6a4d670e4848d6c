package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Option;
import io.metatransformer.tables.CsvDialect;
import java.util.ArrayList;
import java.util.List;

/** Every option of this tokenizer; what is unset has the value of the preset. */
final class PointCloudOptions {
    static final String PRESET = "preset";
    static final String EMBEDDING = "embedding";
    static final String RATIO = "ratio";
    static final String GROUP_SIZE = "group_size";
    static final String GROUP_FEATURES = "group_features";
    static final String CHANNELS = "channels";
    static final String NORM = "norm";
    static final String POOLING = "pooling";
    static final String POINT_FEATURES = "point_features";
    static final String NUM_POINTS = "num_points";
    static final String MAX_POINTS = "max_points";
    static final String KEEP_POINTS = "keep_points";
    static final String SHAPE = "shape";
    static final String MAX_TOKENS = "max_tokens";
    static final String NORMALISATION = "normalisation";
    static final String SAMPLING = "sampling";
    static final String SAMPLE_FIRST = "sample_first";
    static final String SEED = "seed";
    static final String FPS_TIES = "fps_ties";
    static final String VOXEL_SIZE = "voxel_size";
    static final String GRAVITY_AXIS = "gravity_axis";
    static final String NEIGHBOURS = "neighbours";
    static final String RADIUS = "radius";
    static final String COLOUR_MEAN = "colour_mean";
    static final String COLOUR_STD = "colour_std";
    static final String NON_FINITE = "non_finite";
    static final String EXTRA_COLUMNS = "extra_columns";

    /** Points that are embedded, at most: neighbours are looked for among all of them. */
    static final int MOST_POINTS = 1 << 16;

    /** Points of a file that its origin keeps unless an option says otherwise: at most 3.5 MiB of numbers. */
    static final int KEPT_POINTS = 1 << 17;

    private static final List<Option> ALL = all();

    private PointCloudOptions() {}

    static List<Option> declared() {
        return ALL;
    }

    private static List<Option> all() {
        List<Option> all = new ArrayList<>(model());
        all.addAll(points());
        all.addAll(groups());
        all.addAll(file());
        all.addAll(CsvDialect.options());
        return List.copyOf(all);
    }

    private static List<Option> model() {
        return List.of(
                Option.choice(
                        PRESET,
                        Preset.MODELNET40.word(),
                        Preset.words(),
                        "The data set whose configuration gives the values of what is unset."),
                Option.choice(
                                EMBEDDING,
                                "point_patch",
                                List.of("point_patch", "p3"),
                                "One stage of groups (PointPatchEmbed), or a stage per factor of four (P3Embed).")
                        .unset(),
                Option.number(RATIO, 0.25, 1e-4, 1, "", "Tokens per point.").unset(),
                Option.integer(GROUP_SIZE, 32, 1, 256, "points", "Points of a group.").unset(),
                Option.choice(
                                GROUP_FEATURES,
                                "dp",
                                GroupFeatures.words(),
                                "What a group's points bring: dp their place relative to the centre, fj their"
                                        + " features, df these relative to the centre's.")
                        .unset(),
                Option.numbers(
                                CHANNELS,
                                List.of(128.0, 256.0, 512.0),
                                "",
                                "For point_patch: widths of the first three layers; empty: D, D and 2 D.")
                        .unset(),
                Option.choice(
                                NORM,
                                "bn",
                                List.of("bn", "in", "ln2d"),
                                "Batch, instance or layer normalisation.")
                        .unset(),
                Option.choice(POOLING, "max", List.of("max", "mean"), "Over a group.").unset(),
                Option.choice(
                                POINT_FEATURES,
                                "position",
                                PointFeatures.words(),
                                "What a point brings: its position, and perhaps colour or normal and height.")
                        .unset(),
                Option.integer(
                        MAX_POINTS,
                        5_000_000,
                        1,
                        SpatialBlocks.MAX_POINTS,
                        "points",
                        "The most that a file may hold."),
                Option.integer(MAX_TOKENS, 16_384, 2, 1 << 20, "tokens", "Most of one input."));
    }

    private static List<Option> points() {
        return List.of(
                Option.integer(
                                NUM_POINTS,
                                1024,
                                1,
                                MOST_POINTS,
                                "points",
                                "Larger clouds are sampled down to so many.")
                        .unset()
                        .settablePerRequest(),
                Option.integer(
                                KEEP_POINTS,
                                KEPT_POINTS,
                                0,
                                SpatialBlocks.MAX_POINTS,
                                "points",
                                "Larger files are not kept for heads that answer for every point.")
                        .settablePerRequest(),
                Option.choice(
                                SAMPLING,
                                "fps",
                                List.of("fps", "first", "random"),
                                "Farthest points from the first one on, the first ones, or a random choice by"
                                        + " 'seed'.")
                        .settablePerRequest(),
                Option.integer(SEED, 0, 0, Integer.MAX_VALUE, "", "Of a random choice.")
                        .settablePerRequest(),
                Option.flag(
                                SAMPLE_FIRST,
                                false,
                                "Whether the cloud is normalised by the points that were sampled, not by all.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                NORMALISATION,
                                "unit_sphere",
                                Normalisation.words(),
                                "Mean to 0 and farthest point at 1; mean to 0; mean to 0 and lowest point at 0"
                                        + " along gravity; least coordinates to 0; or as it is.")
                        .unset()
                        .settablePerRequest(),
                Option.number(
                                VOXEL_SIZE,
                                0,
                                0,
                                1e9,
                                "",
                                "Side of a cube, in the unit of the file, of which only the first point is kept; 0: all are.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                GRAVITY_AXIS,
                                "y",
                                List.of("x", "y", "z"),
                                "The axis along which heights are measured.")
                        .unset()
                        .settablePerRequest());
    }

    private static List<Option> groups() {
        return List.of(
                Option.choice(
                                NEIGHBOURS,
                                "knn",
                                List.of("knn", "ball"),
                                "A group is the nearest points, or the first ones within 'radius'.")
                        .settablePerRequest(),
                Option.number(
                                RADIUS,
                                0.1,
                                1e-9,
                                1e9,
                                "",
                                "For 'neighbours' ball: nearer than this, after normalisation, is in the group.")
                        .settablePerRequest(),
                Option.choice(
                                FPS_TIES,
                                "lowest_index",
                                List.of("lowest_index", "cuda"),
                                "Which of several equally far points is taken; cuda: as the reference's kernel.")
                        .settablePerRequest());
    }

    private static List<Option> file() {
        return List.of(
                Option.numbers(
                                COLOUR_MEAN,
                                List.of(),
                                "",
                                "Subtracted from red, green and blue, all from 0 to 1.")
                        .unset()
                        .settablePerRequest(),
                Option.numbers(COLOUR_STD, List.of(), "", "Red, green and blue are divided by it.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                NON_FINITE,
                                "error",
                                List.of("error", "drop"),
                                "Points with a coordinate or used feature that is NaN or infinite: refused, or"
                                        + " left out.")
                        .settablePerRequest(),
                Option.choice(
                                EXTRA_COLUMNS,
                                "normals",
                                List.of("normals", "colours", "none"),
                                "What stands in columns 4 to 6 of rows without names.")
                        .settablePerRequest(),
                Option.text(SHAPE, "", "What the cloud shows, kept for heads that read it.")
                        .unset()
                        .settablePerRequest());
    }
}
