package io.metatransformer.modality.imu;

import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.WeightSpec.Uniform;
import io.metatransformer.api.Weights;
import io.metatransformer.series.CircularWindows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tensors of this tokenizer, under the names of the projects they come from. */
final class ImuWeights {
    static final String SAMPLES = "value_embedding.tokenConv";
    static final String POSITIONS = "position_embedding.pe";
    static final String CONVOLUTION = "conv1.imu";
    static final String LEARNED_POSITIONS = "positional_embedding.imu";
    static final String CLASS_TOKEN = "class_embedding";
    static final String PATCHES = "patch";
    static final String NORM = "norm";

    /** Samples that the convolution of OneLLM sees. */
    static final int KERNEL = 10;

    /** Of OneLLM's recordings, Hz. */
    private static final double USUAL_RATE = 200;

    private static final Set<String> OF_SAMPLES = Set.of(SAMPLES + ".weight", POSITIONS);
    private static final String ENCODER_SIDE = "enc_embedding.";
    private static final String LANGUAGE_MODEL = "llma.";
    private static final String VISION_TOWER = "clip.visual.";

    private ImuWeights() {}

    static List<WeightSpec> specs(Options options, int width) {
        return switch (options.text("embedding")) {
            case "conv10" -> convolution(ImuWindow.count(options), width);
            case "patch" -> patches(options.integer("patch") * Column.COUNT, width);
            default -> samples(width);
        };
    }

    private static List<WeightSpec> samples(int width) {
        int kernel = CircularWindows.KERNEL;
        // Kaiming, fan-in, leaky ReLU of slope 0.
        var start = new Normal(Math.sqrt(2.0 / (kernel * Column.COUNT)));
        return List.of(
                WeightSpec.required(SAMPLES + ".weight", start, width, Column.COUNT, kernel),
                WeightSpec.optional(POSITIONS, 1, -1, width));
    }

    private static List<WeightSpec> convolution(int samples, int width) {
        int rows = Math.max(1, samples - KERNEL + 1) + 1;
        var small = new Normal(1 / Math.sqrt(width));
        var start = new Uniform(1 / Math.sqrt(KERNEL * Column.COUNT));
        return List.of(
                WeightSpec.required(CONVOLUTION + ".weight", start, width, Column.COUNT, KERNEL),
                WeightSpec.required(LEARNED_POSITIONS, small, rows, width),
                WeightSpec.required(CLASS_TOKEN, small, width));
    }

    private static List<WeightSpec> patches(int inputs, int width) {
        var start = new Uniform(1 / Math.sqrt(inputs));
        return List.of(
                WeightSpec.required(PATCHES + ".weight", start, width, inputs),
                WeightSpec.optional(PATCHES + ".bias", width),
                WeightSpec.required(NORM + ".weight", new Constant(1), width),
                WeightSpec.required(NORM + ".bias", new Constant(0), width));
    }

    /**
     * The tensors of a forecaster's encoder side, or those of OneLLM. A class token alone belongs to somebody else's
     * pictures.
     */
    static Weights adopt(Weights checkpoint) {
        Set<String> wanted =
                has(checkpoint, CONVOLUTION + ".weight")
                        ? Set.of(CONVOLUTION + ".weight", LEARNED_POSITIONS, CLASS_TOKEN)
                        : has(checkpoint, SAMPLES + ".weight") ? OF_SAMPLES : Set.of();
        return checkpoint.renamed(name -> Optional.of(inner(name)).filter(wanted::contains));
    }

    /** Whether there is a kernel of this name over six channels: a forecaster of others is none of ours. */
    private static boolean has(Weights checkpoint, String kernel) {
        return checkpoint.names().stream()
                .filter(name -> inner(name).equals(kernel))
                .map(checkpoint::shape)
                .anyMatch(shape -> shape.length == 3 && shape[1] == Column.COUNT);
    }

    /** Options that tensors of a checkpoint tell. */
    static Map<String, Object> configure(Weights adopted) {
        if (!adopted.names().contains(CONVOLUTION + ".weight")) {
            return Map.of("embedding", "data2seq");
        }
        Map<String, Object> told = new HashMap<>(Map.of("embedding", "conv10"));
        if (adopted.names().contains(LEARNED_POSITIONS)) {
            // As many rows as tokens of the window, and one for the class token.
            int samples = adopted.shape(LEARNED_POSITIONS)[0] - 1 + KERNEL - 1;
            told.put("rate_hz", USUAL_RATE);
            told.put("duration_sec", samples / USUAL_RATE);
        }
        return told;
    }

    private static String inner(String name) {
        String inner = name;
        for (String prefix : List.of(ENCODER_SIDE, LANGUAGE_MODEL, VISION_TOWER)) {
            if (inner.startsWith(prefix)) {
                inner = inner.substring(prefix.length());
            }
        }
        return inner;
    }
}
