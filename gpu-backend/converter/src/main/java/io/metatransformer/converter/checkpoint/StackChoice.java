package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides which of a file's stacks of blocks is the encoder, and whose naming that is. */
final class StackChoice {
    /** Below this share of a block's tensors, names look alike by accident. */
    private static final double RECOGNISABLE = 0.5;

    private final Unwrapped file;
    private final ImportOptions options;

    StackChoice(Unwrapped file, ImportOptions options) {
        this.file = file;
        this.options = options;
    }

    BlockStack stack() {
        List<BlockStack> all =
                BlockStack.find(file.names()).stream()
                        .filter(
                                stack ->
                                        options.layout()
                                                .map(layout -> layout.dialect() == stack.dialect())
                                                .orElse(true))
                        .toList();
        if (options.prefix().isPresent()) {
            String prefix = options.prefix().get();
            return best(all.stream().filter(stack -> stack.prefix().equals(prefix)).toList())
                    .orElseThrow(() -> nothing("under " + FileNames.quoted(prefix), all));
        }
        List<BlockStack> whole = all.stream().filter(BlockStack::whole).toList();
        List<BlockStack> likely =
                whole.isEmpty() ? best(all).map(List::of).orElse(List.of()) : whole;
        if (likely.size() > 1) {
            List<BlockStack> encoders = likely.stream().filter(stack -> !isAside(stack)).toList();
            likely = encoders.isEmpty() ? likely : encoders;
        }
        if (likely.isEmpty()) {
            throw nothing("in this file", all);
        }
        if (likely.size() > 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    file.fileName()
                            + ": blocks of several encoders, under "
                            + prefixes(likely)
                            + ": name one as the prefix");
        }
        if (isTextTower(likely.get(0))) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    file.fileName()
                            + ": the only blocks are a text tower's, under "
                            + prefixes(likely)
                            + ". It reads text from left to right, which the shared encoder does not; to"
                            + " import its blocks all the same, name that prefix");
        }
        return likely.get(0);
    }

    private static Optional<BlockStack> best(List<BlockStack> stacks) {
        return stacks.stream()
                .filter(stack -> stack.score() >= RECOGNISABLE)
                .max(Comparator.comparingDouble(BlockStack::score));
    }

    /** Text towers, and the decoders that masked autoencoders throw away after training. */
    private boolean isAside(BlockStack stack) {
        for (String step : stack.prefix().toLowerCase(Locale.ROOT).split("\\.")) {
            if (step.startsWith("decoder") || step.startsWith("predictor")) {
                return true;
            }
        }
        return isTextTower(stack);
    }

    private boolean isTextTower(BlockStack stack) {
        String prefix = stack.prefix();
        String parent = parent(prefix, stack.dialect());
        return prefix.startsWith("text.")
                || prefix.contains("text_model.")
                || stack.dialect() == Dialect.CLIP && file.has(parent + "token_embedding.weight");
    }

    EncoderLayout layout(BlockStack stack) {
        if (options.layout().isPresent()) {
            return options.layout().get();
        }
        return switch (stack.dialect()) {
            case TIMM -> isWholeModel(stack) ? EncoderLayout.TIMM : EncoderLayout.META_TRANSFORMER;
            case CLIP ->
                    // Left in the state dictionary by OpenAI's own model code alone.
                    file.has("input_resolution") && file.has("context_length")
                            ? EncoderLayout.OPENAI_CLIP
                            : EncoderLayout.OPENCLIP;
            case HF_CLIP ->
                    file.has(
                                    parent(stack.prefix(), stack.dialect())
                                            + "embeddings.patch_embedding.bias")
                            ? EncoderLayout.HF_SIGLIP
                            : EncoderLayout.HF_CLIP;
            case HF_VIT -> EncoderLayout.HF_VIT;
            case HF_DINOV2 -> EncoderLayout.HF_DINOV2;
        };
    }

    /**
     * timm models keep their blocks in {@code blocks}; Meta-Transformer's tasks call them otherwise, but for
     * its point clouds, which have {@code encoder.blocks} as VideoMAE does, without its separate q and v.
     */
    private static boolean isWholeModel(BlockStack stack) {
        boolean separateBiases =
                stack.blocks().values().stream().anyMatch(names -> names.contains("attn.q_bias"));
        return separateBiases
                || stack.prefix().endsWith("blocks.") && !stack.prefix().equals("encoder.blocks.");
    }

    /** The prefix of the model around the blocks: {@code visual.} of {@code visual.transformer.resblocks.}. */
    static String parent(String prefix, Dialect dialect) {
        String home =
                switch (dialect) {
                    case TIMM -> "blocks.";
                    case CLIP -> "transformer.resblocks.";
                    case HF_VIT, HF_DINOV2 -> "encoder.layer.";
                    case HF_CLIP -> "encoder.layers.";
                };
        return prefix.endsWith(home)
                ? prefix.substring(0, prefix.length() - home.length())
                : prefix;
    }

    private MetaTransformerException nothing(String where, List<BlockStack> all) {
        String near = all.isEmpty() ? "" : "; blocks of some kind are under " + prefixes(all);
        String names =
                file.names().stream().limit(3).map(file::shown).collect(Collectors.joining(", "));
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS,
                file.fileName()
                        + ": no transformer blocks "
                        + where
                        + near
                        + ". Known layouts: "
                        + EncoderLayout.words()
                        + ". The file has "
                        + file.names().size()
                        + " tensors such as "
                        + names);
    }

    private static String prefixes(List<BlockStack> stacks) {
        return stacks.stream()
                .map(stack -> FileNames.quoted(stack.prefix()))
                .distinct()
                .limit(8)
                .collect(Collectors.joining(", "));
    }
}
