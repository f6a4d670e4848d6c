package io.metatransformer.head.classification;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the classifiers of known checkpoints call the tensors of this head. */
final class CheckpointNames {
    private static final Map<String, String> PREFIXES =
            Map.ofEntries(
                    // X-ray, and timm's models
                    Map.entry("norm", ClassifierWeights.NORM),
                    Map.entry("head", ClassifierWeights.HEAD),
                    // point clouds
                    Map.entry("encoder.norm", ClassifierWeights.NORM),
                    // video
                    Map.entry("fc_norm", ClassifierWeights.POOLED_NORM),
                    // audio and hyper-spectral
                    Map.entry("v.norm", ClassifierWeights.NORM),
                    Map.entry("mlp_head.0", ClassifierWeights.POOLED_NORM),
                    Map.entry("mlp_head.1", ClassifierWeights.HEAD),
                    // several views of a point cloud
                    Map.entry("prediction.norm", ClassifierWeights.POOLED_NORM),
                    Map.entry("prediction.cls_head", ClassifierWeights.HEAD),
                    // tables
                    Map.entry("deeptabular.1", ClassifierWeights.HEAD));

    private static final Pattern PARAMETER = Pattern.compile("(.+)\\.(weight|bias)");

    /** Point clouds: a linear layer (0) and, except in the last, a batch norm (1); dropouts have numbers too. */
    private static final Pattern LAYER =
            Pattern.compile(
                    "prediction\\.head\\.(\\d{1,4})\\.([01])\\.(weight|bias|running_mean|running_var)");

    private final List<Integer> layers;

    private CheckpointNames(List<Integer> layers) {
        this.layers = layers;
    }

    static CheckpointNames of(Collection<String> names) {
        SortedSet<Integer> layers = new TreeSet<>();
        for (String name : names) {
            Matcher layer = LAYER.matcher(name);
            if (layer.matches()) {
                layers.add(Integer.valueOf(layer.group(1)));
            }
        }
        return new CheckpointNames(List.copyOf(layers));
    }

    /** This head's name of a tensor; nothing for tensors of other parts. */
    Optional<String> own(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            int index = layers.indexOf(Integer.valueOf(layer.group(1)));
            return Optional.of(layer(index, layer.group(2).equals("1")) + "." + layer.group(3));
        }
        Matcher parameter = PARAMETER.matcher(name);
        return parameter.matches() && PREFIXES.containsKey(parameter.group(1))
                ? Optional.of(PREFIXES.get(parameter.group(1)) + "." + parameter.group(2))
                : Optional.empty();
    }

    private String layer(int index, boolean batchNorm) {
        if (batchNorm) {
            return ClassifierWeights.batchNorm(index);
        }
        return index == layers.size() - 1
                ? ClassifierWeights.HEAD
                : ClassifierWeights.hidden(index);
    }
}
