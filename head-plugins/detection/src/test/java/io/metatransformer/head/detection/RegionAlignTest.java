package io.metatransformer.head.detection;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionAlignTest {
    private final Golden golden = Goldens.read("roialign");
    private final Tensor rois = golden.tensor("input.rois");
    private final float[] boxes = Goldens.columns(rois, 1, 5);
    private final float[] pictures = Goldens.columns(rois, 0, 1);

    @Test
    void each_region_reads_the_level_of_the_reference() {
        int[] levels = golden.ints("output.level");

        for (int i = 0; i < levels.length; i++) {
            assertEquals(levels[i], RegionAlign.level(boxes, i, 4), "region " + i);
        }
    }

    @Test
    void features_of_regions_are_those_of_the_reference() {
        for (int bins : new int[] {7, 14}) {
            RegionAlign align = RegionAlign.of(bins);
            int size = align.size(3);
            float[] features = new float[pictures.length * size];
            for (int i = 0; i < pictures.length; i++) {
                align.extract(maps((int) pictures[i]), 4, box(i), features, i * size);
            }

            close("extract_" + bins, features);
        }
    }

    @Test
    void every_way_of_sampling_is_that_of_the_reference() {
        close("single_7_sr0_aligned", single(new RegionAlign(7, 7, 0, true)));
        close("single_7_sr2_aligned", single(new RegionAlign(7, 7, 2, true)));
        close("single_5_sr0_legacy", single(new RegionAlign(5, 5, 0, false)));
        close("single_3x4_sr0_aligned", single(new RegionAlign(3, 4, 0, true)));
    }

    @Test
    void pulling_back_is_the_transpose_of_extracting() {
        // extract is linear: ⟨g, extract(m)⟩ = ⟨pullBack(g), m⟩ for every m
        RegionAlign align = RegionAlign.of(7);
        List<FeatureMap> maps = maps(0);
        List<FeatureMap> gradients = maps.stream().map(FeatureMap::zeros).toList();
        float[] features = new float[pictures.length * align.size(3)];
        float[] pull = new float[features.length];
        for (int i = 0; i < pull.length; i++) {
            pull[i] = (float) Math.sin(i);
        }

        align.extract(maps, 4, boxes, features, 0);
        align.pullBack(gradients, 4, boxes, pull, 0);

        double forth = dot(pull, features);
        double back = 0;
        for (int level = 0; level < maps.size(); level++) {
            back += dot(gradients.get(level).values(), maps.get(level).values());
        }
        assertEquals(forth, back, 1e-4 * Math.abs(forth));
    }

    @Test
    void a_region_far_larger_than_the_map_ends_soon() {
        float[] huge = {-1e9f, -1e9f, 1e9f, 1e9f};
        FeatureMap map = maps(0).get(0);
        float[] features = new float[RegionAlign.of(7).size(3)];

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> RegionAlign.of(7).extract(map, 4, huge, 0, features, 0));
    }

    private float[] single(RegionAlign align) {
        int size = align.size(3);
        float[] features = new float[pictures.length * size];
        for (int i = 0; i < pictures.length; i++) {
            FeatureMap map = Goldens.map(golden.tensor("input.feat1"), (int) pictures[i]);
            align.extract(map, 8, boxes, i, features, i * size);
        }
        return features;
    }

    private List<FeatureMap> maps(int picture) {
        List<FeatureMap> maps = new ArrayList<>();
        for (int level = 0; level < 4; level++) {
            maps.add(Goldens.map(golden.tensor("input.feat" + level), picture));
        }
        return maps;
    }

    private float[] box(int i) {
        return Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4);
    }

    private void close(String name, float[] features) {
        Tensor expected = Goldens.channelsLast(golden.tensor("output." + name));
        assertClose(name, expected.toArray(), features, 1e-4, 0);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
