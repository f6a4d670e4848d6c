package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.series.CircularWindows;
import io.metatransformer.series.Feature;
import io.metatransformer.series.Frequency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The tensors of this tokenizer, under the names of the reference's state dict without its outer prefix. */
final class SeriesWeights {
    static final String VALUES = "value_embedding.tokenConv";
    static final String FEATURES = "temporal_embedding.embed";
    static final String POSITIONS = "position_embedding.pe";
    static final String PATCHES = "patch_embedding.value_embedding";
    static final String PATCH_POSITIONS = "patch_embedding.position_embedding.pe";

    private static final Pattern OWN =
            Pattern.compile(
                    "value_embedding\\.tokenConv\\.weight|temporal_embedding\\.embed\\.weight"
                            + "|temporal_embedding\\.(minute|hour|weekday|day|month)_embed\\.(emb\\.)?weight"
                            + "|position_embedding\\.pe|patch_embedding\\.value_embedding\\.weight"
                            + "|patch_embedding\\.position_embedding\\.pe");
    private static final String ENCODER_SIDE = "enc_embedding.";

    private SeriesWeights() {}

    static List<WeightSpec> specs(Options options, int width) {
        List<WeightSpec> specs = new ArrayList<>();
        boolean patches = options.text("embedding").equals("patches");
        if (patches) {
            int length = options.integer("patch_length");
            // PyTorch's own start of a linear layer, as for FEATURES below.
            specs.add(WeightSpec.required(PATCHES + ".weight", uniform(length), width, length));
        } else {
            int channels = options.integer("channels");
            // Kaiming, fan-in, leaky ReLU of slope 0.
            var start = new WeightSpec.Normal(Math.sqrt(2.0 / (CircularWindows.KERNEL * channels)));
            specs.add(
                    WeightSpec.required(
                            VALUES + ".weight", start, width, channels, CircularWindows.KERNEL));
            specs.addAll(temporal(options, width));
        }
        if (options.flag("position")) {
            specs.add(WeightSpec.optional(patches ? PATCH_POSITIONS : POSITIONS, 1, -1, width));
        }
        return specs;
    }

    private static List<WeightSpec> temporal(Options options, int width) {
        String frequency = options.text("frequency");
        boolean withMinute = frequency.equals("auto") || frequency.equals("t");
        return switch (options.text("temporal")) {
            case "timeF" -> {
                int columns = columns(options).size();
                yield List.of(
                        WeightSpec.required(
                                FEATURES + ".weight", uniform(columns), width, columns));
            }
            case "learned" ->
                    CalendarTables.names(true, withMinute).stream()
                            .map(
                                    t ->
                                            WeightSpec.required(
                                                    t.name(),
                                                    new WeightSpec.Normal(1),
                                                    t.rows(),
                                                    width))
                            .toList();
            case "fixed" ->
                    CalendarTables.names(false, true).stream()
                            .map(t -> WeightSpec.optional(t.name(), t.rows(), width))
                            .toList();
            default -> List.of();
        };
    }

    /** The columns of {@link #FEATURES}: those of the model's frequency, or all there are. */
    static List<Feature> columns(Options options) {
        String frequency = options.text("frequency");
        return frequency.equals("auto")
                ? List.of(Feature.values())
                : Frequency.of(frequency).features();
    }

    private static WeightSpec.Uniform uniform(int inputs) {
        return new WeightSpec.Uniform(1 / Math.sqrt(inputs));
    }

    /** This tokenizer's name of a tensor of a checkpoint; nothing for one of the decoder or of other parts. */
    static Optional<String> own(String name) {
        String inner = name.startsWith(ENCODER_SIDE) ? name.substring(ENCODER_SIDE.length()) : name;
        return OWN.matcher(inner).matches() ? Optional.of(inner) : Optional.empty();
    }

    /** Options that tensors of a checkpoint tell: what is embedded, of how many channels, and how times enter. */
    static Map<String, Object> configure(Weights adopted) {
        Map<String, Object> told = new HashMap<>();
        size(adopted, PATCHES + ".weight", 2)
                .ifPresent(
                        length -> {
                            told.put("embedding", "patches");
                            told.put("patch_length", length);
                        });
        size(adopted, VALUES + ".weight", 3)
                .ifPresent(
                        channels -> {
                            told.put("channels", channels);
                            temporal(adopted, told);
                        });
        return told;
    }

    private static void temporal(Weights adopted, Map<String, Object> told) {
        Set<String> names = adopted.names();
        if (names.contains(FEATURES + ".weight")) {
            told.put("temporal", "timeF");
            size(adopted, FEATURES + ".weight", 2)
                    .flatMap(Frequency::ofFeatures)
                    .ifPresent(frequency -> told.put("frequency", frequency.word()));
        } else if (names.contains("temporal_embedding.hour_embed.weight")) {
            told.put("temporal", "learned");
            told.put(
                    "frequency",
                    names.contains("temporal_embedding.minute_embed.weight") ? "t" : "h");
        } else {
            boolean fixed = names.contains("temporal_embedding.hour_embed.emb.weight");
            told.put("temporal", fixed ? "fixed" : "none");
        }
    }

    /** The second size of a tensor, if it is there with so many axes. */
    private static Optional<Integer> size(Weights adopted, String name, int axes) {
        return adopted.names().contains(name) && adopted.shape(name).length == axes
                ? Optional.of(adopted.shape(name)[1])
                : Optional.empty();
    }
}
