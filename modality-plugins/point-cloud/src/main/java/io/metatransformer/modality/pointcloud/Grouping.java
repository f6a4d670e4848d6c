package io.metatransformer.modality.pointcloud;

import java.util.ArrayList;
import java.util.List;

/**
 * The groups of every stage: geometry alone, which no weight decides.
 *
 * @param stages the first one groups the points that are embedded, each next one the centres of that before it
 */
record Grouping(List<Stage> stages) {
    Grouping {
        stages = List.copyOf(stages);
    }

    /**
     * @param xyz {@code [N, 3]}, of which the groups are
     * @param centres {@code [M, 3]}
     * @param points index of each centre among the points that are embedded
     */
    record Stage(float[] xyz, Groups groups, float[] centres, int[] points) {}

    /**
     * @param xyz {@code [N, 3]}
     * @param count of stages
     */
    static Grouping of(float[] xyz, int count, PointSettings settings) {
        List<Stage> stages = new ArrayList<>();
        float[] from = xyz;
        int[] points = null;
        for (int i = 0; i < count; i++) {
            Groups groups =
                    Groups.of(
                            from,
                            groups(from.length / 3, settings),
                            settings.integer(PointCloudOptions.GROUP_SIZE),
                            settings);
            points = points == null ? groups.centres() : Gather.of(points, groups.centres());
            float[] centres = Gather.rows(from, groups.centres(), 3);
            stages.add(new Stage(from, groups, centres, points));
            from = centres;
        }
        return new Grouping(stages);
    }

    /** Tokens that so many points become, the class token among them. */
    static int tokens(int points, int stages, PointSettings settings) {
        int groups = points;
        for (int stage = 0; stage < stages; stage++) {
            groups = groups(groups, settings);
        }
        return 1 + groups;
    }

    private static int groups(int points, PointSettings settings) {
        boolean patchwise = settings.text(PointCloudOptions.EMBEDDING).equals("point_patch");
        double kept = points * settings.number(PointCloudOptions.RATIO);
        return Math.max(1, patchwise ? (int) kept : points / 4);
    }

    Stage last() {
        return stages.get(stages.size() - 1);
    }
}
