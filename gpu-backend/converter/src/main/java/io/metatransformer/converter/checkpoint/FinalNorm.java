package io.metatransformer.converter.checkpoint;

import io.metatransformer.converter.checkpoint.MappedWeights.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The norm after the last block, where a layout has one: {@code final_norm.weight} and {@code final_norm.bias}. */
final class FinalNorm {
    private final Unwrapped file;
    private final Optional<String> stem;

    FinalNorm(Unwrapped file, BlockStack stack) {
        this.file = file;
        String parent = StackChoice.parent(stack.prefix(), stack.dialect());
        boolean wholeModel = !parent.equals(stack.prefix());
        this.stem = wholeModel ? Optional.of(parent + name(stack.dialect())) : Optional.empty();
    }

    private static String name(Dialect dialect) {
        return switch (dialect) {
            case TIMM -> "norm";
            case CLIP -> "ln_post";
            case HF_CLIP -> "post_layernorm";
            case HF_VIT, HF_DINOV2 -> "layernorm";
        };
    }

    /** Whether the file has one, or a part of one. */
    boolean isThere() {
        return stem.isPresent()
                && (file.has(stem.get() + ".weight") || file.has(stem.get() + ".bias"));
    }

    /** Takes it into the encoder. */
    void read(int D, Map<String, Part> parts, Set<String> used, Problems problems) {
        for (String half : List.of(".weight", ".bias")) {
            String source = stem.orElse("norm") + half;
            int[] expected = {D};
            if (!file.has(source)) {
                problems.missing(source, expected);
                continue;
            }
            used.add(source);
            if (!file.floating(source)) {
                problems.type(source);
            }
            if (!Arrays.equals(file.shape(source), expected)) {
                problems.shape(source, expected);
            }
            parts.put("final_norm" + half, new Part(List.of(source), expected));
        }
    }
}
