package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is searched. Immutable.
 *
 * @param rows {@code [G, E]}, each of length 1, or zero
 * @param items G of them
 * @param modalities that the items are of; of a fused item joined by a plus sign
 */
record Gallery(Tensor rows, List<Target.Item> items, Set<String> modalities) {
    static final String ROWS = "gallery";
    private static final String IDS = "ids";
    private static final String LABELS = "labels";
    private static final String CAMERAS = "cameras";
    private static final String MODALITIES = "modalities";

    Gallery {
        items = List.copyOf(items);
        modalities = Set.copyOf(modalities);
    }

    static List<WeightSpec> specs() {
        return List.of(
                WeightSpec.required(ROWS, new Constant(0), -1, -1),
                WeightSpec.required(IDS, new Constant(0), -1),
                WeightSpec.optional(LABELS, -1),
                WeightSpec.optional(CAMERAS, -1),
                WeightSpec.required(MODALITIES, new Constant(0), -1));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for texts that are not as many as
     *     there are rows
     */
    static Gallery of(Weights weights) {
        Tensor rows = weights.get(ROWS);
        int G = rows.size(0);
        List<String> ids = texts(weights, IDS, G);
        List<String> labels = texts(weights, LABELS, G);
        List<String> cameras = texts(weights, CAMERAS, G);
        Map<String, Optional<String>> known = new HashMap<>(); // few labels, many items
        List<Target.Item> items = new ArrayList<>(G);
        for (int g = 0; g < G; g++) {
            items.add(
                    new Target.Item(
                            ids.get(g),
                            known.computeIfAbsent(labels.get(g), Gallery::unlessEmpty),
                            known.computeIfAbsent(cameras.get(g), Gallery::unlessEmpty)));
        }
        Set<String> modalities = new TreeSet<>(Texts.of(MODALITIES, weights.get(MODALITIES)));
        if (modalities.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, "'" + MODALITIES + "' names no modality");
        }
        return new Gallery(rows, items, modalities);
    }

    private static Optional<String> unlessEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static List<String> texts(Weights weights, String name, int G) {
        if (!weights.names().contains(name)) {
            return Collections.nCopies(G, "");
        }
        List<String> texts = Texts.of(name, weights.get(name));
        if (texts.size() != G) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    "'" + ROWS + "' has " + G + " rows, but '" + name + "' " + texts.size());
        }
        return texts;
    }

    /** As {@link #of} reads it. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(ROWS, rows);
        tensors.put(IDS, Texts.tensor(items.stream().map(Target.Item::id).toList()));
        if (items.stream().anyMatch(item -> item.label().isPresent())) {
            tensors.put(
                    LABELS,
                    Texts.tensor(items.stream().map(item -> item.label().orElse("")).toList()));
        }
        if (items.stream().anyMatch(item -> item.camera().isPresent())) {
            tensors.put(
                    CAMERAS,
                    Texts.tensor(items.stream().map(item -> item.camera().orElse("")).toList()));
        }
        tensors.put(MODALITIES, Texts.tensor(List.copyOf(new TreeSet<>(modalities))));
        return tensors;
    }

    /** Width of a row, E. */
    int width() {
        return rows.size(1);
    }
}
