package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which options the tensors of a trained model tell. What they do not tell has the value of the preset that is most
 * like them: rooms of S3DIS and of ScanNet, for one, have tensors of the same shapes.
 */
final class TrainedShape {
    private static final String FIRST = "patch_embed.conv1";
    private static final String SECOND = "patch_embed.conv2";
    private static final String STAGE = "patch_embed.convs.";

    private final Weights weights;

    private TrainedShape(Weights weights) {
        this.weights = weights;
    }

    /** Empty if there is no first convolution among the tensors. */
    static Map<String, Object> options(Weights adopted) {
        TrainedShape shape = new TrainedShape(adopted);
        if (shape.has(FIRST + ".0.0.weight")) {
            return shape.onePatch();
        }
        return shape.has(STAGE + "0.0.0.0.weight") ? shape.stages() : Map.of();
    }

    private Map<String, Object> onePatch() {
        String norm = norm(FIRST + ".0.1");
        Map<String, Object> options = new TreeMap<>();
        options.put(PointCloudOptions.PRESET, Preset.MODELNET40.word());
        options.put(PointCloudOptions.EMBEDDING, "point_patch");
        options.put(PointCloudOptions.NORM, norm);
        options.put(
                PointCloudOptions.CHANNELS,
                List.of(
                        size(FIRST + ".0.0.weight", 0),
                        size(FIRST + ".1.0.weight", 0),
                        size(SECOND + ".0.0.weight", 0)));
        options.putAll(features(size(FIRST + ".0.0.weight", 1), norm));
        return options;
    }

    private Map<String, Object> stages() {
        int stages = 0;
        while (has(STAGE + stages + ".0.0.0.weight")) {
            stages++;
        }
        String norm = norm(STAGE + "0.0.0.1");
        Map<String, Object> features = features(size(STAGE + "0.0.0.0.weight", 1), norm);
        Map<String, Object> options = new TreeMap<>(features);
        Preset preset = norm.equals("bn") ? Preset.SHAPENETPART : Preset.S3DIS;
        if (features.get(PointCloudOptions.POINT_FEATURES).equals("position")) {
            preset = Preset.SCANOBJECTNN;
        }
        options.put(PointCloudOptions.PRESET, preset.word());
        options.put(PointCloudOptions.EMBEDDING, "p3");
        options.put(PointCloudOptions.NORM, norm);
        options.put(PointCloudOptions.RATIO, Math.pow(4, -stages));
        return options;
    }

    private String norm(String name) {
        if (has(name + ".running_mean")) {
            return "bn";
        }
        return has(name + ".weight") ? "ln2d" : "in";
    }

    /**
     * @param channels that the first convolution reads
     */
    private static Map<String, Object> features(double channels, String norm) {
        String seven = norm.equals("bn") ? "position_normal_height" : "position_colour_height";
        return Map.of(
                PointCloudOptions.POINT_FEATURES, channels > 6 ? seven : "position",
                PointCloudOptions.GROUP_FEATURES,
                        channels == 3 ? "dp" : channels == 7 ? "df" : "dp_df");
    }

    private boolean has(String name) {
        return weights.names().contains(name);
    }

    private double size(String name, int axis) {
        return has(name) && weights.shape(name).length > axis ? weights.shape(name)[axis] : 0;
    }
}
