package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.WeightSpec.Uniform;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tensors of this tokenizer, under the reference's names. */
final class PointWeights {
    static final String CLASS_TOKEN = "cls_token";
    static final String CLASS_POSITION = "cls_pos";
    static final String POSITION_IN = "pos_embed.0.0";
    static final String POSITION_OUT = "pos_embed.1";
    static final String PROJECTION = "proj";

    private static final int POSITION_HIDDEN = 128;
    private static final String PATCHES = "patch_embed";
    private static final String WHOLE_MODEL = "encoder.";
    private static final String NOT_READ = ".num_batches_tracked"; // PyTorch counts training steps

    private PointWeights() {}

    static List<WeightSpec> specs(PointSettings settings, int width) {
        List<WeightSpec> specs = new ArrayList<>();
        List<GroupLayers> stages = stages(settings, width);
        stages.forEach(stage -> specs.addAll(stage.specs()));
        int out = stages.get(stages.size() - 1).out();
        if (out != width) {
            addLinear(specs, PROJECTION, out, width);
        }
        addLinear(specs, POSITION_IN, 3, POSITION_HIDDEN);
        addLinear(specs, POSITION_OUT, POSITION_HIDDEN, width);
        var narrow = new Normal(0.02);
        specs.add(WeightSpec.required(CLASS_TOKEN, narrow, 1, 1, width));
        specs.add(WeightSpec.required(CLASS_POSITION, narrow, 1, 1, width));
        return specs;
    }

    /** Xavier uniform. */
    private static void addLinear(List<WeightSpec> specs, String name, int in, int out) {
        var uniform = new Uniform(Math.sqrt(6.0 / (in + out)));
        specs.add(WeightSpec.required(name + ".weight", uniform, out, in));
        specs.add(WeightSpec.required(name + ".bias", new Constant(0), out));
    }

    /**
     * The convolutions of every stage.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a ratio or widths that make none
     */
    static List<GroupLayers> stages(PointSettings settings, int width) {
        String norm = settings.text(PointCloudOptions.NORM);
        boolean mean = settings.text(PointCloudOptions.POOLING).equals("mean");
        GroupFeatures features = GroupFeatures.of(settings.text(PointCloudOptions.GROUP_FEATURES));
        int channels = PointFeatures.of(settings.text(PointCloudOptions.POINT_FEATURES)).channels;
        if (settings.text(PointCloudOptions.EMBEDDING).equals("point_patch")) {
            int[] widths = patchWidths(settings, features.width(channels), width);
            return List.of(
                    new GroupLayers(
                            PATCHES + ".conv1", PATCHES + ".conv2", widths, norm, false, mean));
        }
        int count = stageCount(settings.number(PointCloudOptions.RATIO));
        int first = width >> count - 1;
        if (first < 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    count + " stages halve the width " + width + " to nothing");
        }
        List<GroupLayers> stages = new ArrayList<>();
        for (int stage = 0; stage < count; stage++) {
            int w = first << stage;
            int in = features.width(stage == 0 ? channels : w / 2);
            String name = PATCHES + ".convs." + stage;
            int[] widths = {in, w, w, 2 * w, w};
            stages.add(new GroupLayers(name + ".0", name + ".1", widths, norm, true, mean));
        }
        return stages;
    }

    private static int[] patchWidths(PointSettings settings, int in, int width) {
        List<Double> channels = settings.numbers(PointCloudOptions.CHANNELS);
        if (channels.isEmpty()) {
            return new int[] {in, width, width, 2 * width, width};
        }
        boolean sound =
                channels.size() == 3
                        && channels.stream()
                                .allMatch(c -> c == Math.rint(c) && c >= 1 && c <= 8192);
        if (!sound) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option '"
                            + PointCloudOptions.CHANNELS
                            + "' takes three whole numbers from 1 to 8192, or none, got "
                            + channels);
        }
        int[] inner = channels.stream().mapToInt(Double::intValue).toArray();
        return IntStream.of(in, inner[0], inner[1], inner[2], width).toArray();
    }

    /** {@code floor(log4(1 / ratio))}. */
    private static int stageCount(double ratio) {
        int stages = 0;
        for (double left = 1 / ratio; left > 4 - 1e-9; left /= 4) {
            stages++;
        }
        if (stages < 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'ratio' is at most 0.25 for embedding 'p3', which keeps a quarter of the"
                            + " points per stage, got "
                            + ratio);
        }
        return stages;
    }

    /** The tensors of a point-cloud model of the reference. Nothing if there is no embedding of groups among them. */
    static Weights adopt(Weights checkpoint) {
        boolean groups = checkpoint.names().stream().anyMatch(name -> isOfGroups(inner(name)));
        return groups
                ? checkpoint.renamed(name -> Optional.of(inner(name)).filter(PointWeights::isOurs))
                : Weights.none();
    }

    private static String inner(String name) {
        return name.startsWith(WHOLE_MODEL) ? name.substring(WHOLE_MODEL.length()) : name;
    }

    /** A picture's {@code patch_embed.proj} is none. */
    private static boolean isOfGroups(String name) {
        return name.matches("patch_embed\\.(conv1|convs\\.0\\.0)\\.0\\.0\\.weight");
    }

    private static boolean isOurs(String name) {
        return !name.endsWith(NOT_READ)
                && (name.startsWith(PATCHES + ".conv")
                        || name.startsWith("pos_embed.")
                        || name.startsWith(PROJECTION + ".")
                        || name.equals(CLASS_TOKEN)
                        || name.equals(CLASS_POSITION));
    }
}
