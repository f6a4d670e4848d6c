package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The maps of a batch, features of regions out of them, and the way back of a gradient. */
final class MapGradients {
    private static final RegionAlign ALIGN = RegionAlign.of(BoxHead.BINS);

    private final List<List<FeatureMap>> maps = new ArrayList<>();
    private final List<List<FeatureMap>> gradients = new ArrayList<>();

    MapGradients(Trunk.Values values, int pictures) {
        for (int b = 0; b < pictures; b++) {
            List<FeatureMap> own = values.maps(b);
            maps.add(own);
            gradients.add(own.stream().map(FeatureMap::zeros).toList());
        }
    }

    /** Features {@code [R, 7, 7, C]} of all regions, those of the first picture first. */
    Tensor extract(RegionTargets regions) {
        int C = maps.get(0).get(0).channels();
        int size = ALIGN.size(C);
        float[] features = new float[Math.multiplyExact(regions.count(), size)];
        int at = 0;
        for (int b = 0; b < maps.size(); b++) {
            float[] boxes = regions.boxes(b);
            ALIGN.extract(maps.get(b), Trunk.FINEST, boxes, features, at);
            at += boxes.length / 4 * size;
        }
        return Tensor.of(features, regions.count(), BoxHead.BINS, BoxHead.BINS, C);
    }

    /**
     * @param from gradients of what {@link #extract} gave
     */
    void pullBack(RegionTargets regions, float[] from) {
        int at = 0;
        for (int b = 0; b < gradients.size(); b++) {
            float[] boxes = regions.boxes(b);
            ALIGN.pullBack(gradients.get(b), Trunk.FINEST, boxes, from, at);
            at += boxes.length / 4 * ALIGN.size(gradients.get(b).get(0).channels());
        }
    }

    /** For each level, the gradients {@code [B, h, w, C]} of its map. */
    List<Tensor> tensors() {
        List<Tensor> tensors = new ArrayList<>();
        for (int level = 0; level < Trunk.MAPS; level++) {
            FeatureMap first = gradients.get(0).get(level);
            FloatBuffer all = Tensor.allocate(gradients.size() * first.values().length);
            for (List<FeatureMap> own : gradients) {
                all.put(own.get(level).values());
            }
            tensors.add(
                    Tensor.of(
                            all.flip(),
                            gradients.size(),
                            first.rows(),
                            first.cols(),
                            first.channels()));
        }
        return tensors;
    }
}
