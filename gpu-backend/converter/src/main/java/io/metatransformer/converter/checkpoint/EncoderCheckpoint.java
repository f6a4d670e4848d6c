package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.converter.checkpoint.MappedWeights.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The encoder that a checkpoint holds, and what else it holds. Values are read from the checkpoint when asked
 * for: it must stay open as long as this is used.
 *
 * @param layout whose naming the file follows
 * @param prefix what stands before the blocks' numbers in the file
 * @param config the encoder's shape
 * @param weights the encoder's tensors: {@code N.norm1.weight [D]}, {@code N.attn.qkv.weight [3D, D]} (rows of
 *     queries, keys, values), … as timm names a block, then {@code final_norm.weight} and {@code final_norm.bias} if it has a
 *     final norm
 * @param rest everything else, for {@link io.metatransformer.api.Tokenizer#adopt} and {@link
 *     io.metatransformer.api.Head#adopt}; a norm before the first block (CLIP's {@code ln_pre}) is here
 * @param origin the file and its SHA-256, for every tensor
 * @param alignedSpace the space that this file's picture and text embeddings share, if it is a whole CLIP model
 * @param warnings what had to be assumed, and weights that are NaN or infinite: for the person who imports
 */
public record EncoderCheckpoint(
        EncoderLayout layout,
        String prefix,
        EncoderConfig config,
        Weights weights,
        Weights rest,
        WeightOrigin.Imported origin,
        Optional<String> alignedSpace,
        List<String> warnings) {

    public EncoderCheckpoint {
        warnings = List.copyOf(warnings);
    }

    /**
     * Finds the encoder in a checkpoint and checks all of it.
     *
     * @param progress told of the stages {@code hash} (bytes) and {@code scan} (tensors)
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if there is none, or for every tensor
     *     that is missing, left over, of a wrong shape or type, all in one message; {@link ErrorCode#BAD_CONFIG}
     *     if the file leaves a choice, or for options that do not fit it
     */
    public static EncoderCheckpoint read(
            Checkpoint checkpoint, ImportOptions options, Progress progress) {
        Unwrapped file = new Unwrapped(checkpoint);
        StackChoice choice = new StackChoice(file, options);
        BlockStack stack = choice.stack();
        EncoderLayout layout = choice.layout(stack);
        boolean bare = layout == EncoderLayout.META_TRANSFORMER && stack.prefix().isEmpty();
        boolean strict = options.strict().orElse(bare);

        Problems problems = new Problems(file);
        BlockReader blocks = new BlockReader(file, stack, strict, problems);
        Map<String, Part> parts = blocks.read();
        FinalNorm norm = new FinalNorm(file, stack);
        boolean finalNorm = options.finalNorm().orElse(norm.isThere());
        if (finalNorm) {
            norm.read(blocks.width(), parts, blocks.used(), problems);
        }
        if (strict) {
            file.names().stream()
                    .filter(name -> !blocks.used().contains(name))
                    .forEach(name -> problems.unknown(name, "outside the blocks"));
        }
        problems.refuse(layout, stack.prefix());

        Leftovers rest = new Leftovers(file, stack, blocks.used());
        Facts facts = new Facts(options, layout, SideConfig.beside(checkpoint.file(), layout));
        EncoderConfig config = facts.config(blocks, stack.depth(), finalNorm, rest);
        Weights weights = new MappedWeights(file, parts);
        String sha256 = checkpoint.sha256(progress);
        facts.warnings().addAll(NonFinite.scan(weights, progress));
        return new EncoderCheckpoint(
                layout,
                stack.prefix(),
                config,
                weights,
                rest,
                new WeightOrigin.Imported(checkpoint.fileName(), sha256),
                rest.completesClip()
                        ? Optional.of(layout.word() + "-" + sha256.substring(0, 16))
                        : Optional.empty(),
                facts.warnings());
    }
}
