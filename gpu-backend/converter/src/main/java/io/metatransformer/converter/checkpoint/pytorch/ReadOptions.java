package io.metatransformer.converter.checkpoint.pytorch;

import java.util.Objects;
import java.util.Optional;

/**
 * How a {@code .pth} file is read.
 *
 * @param pickleBytes longest pickle that is interpreted
 * @param pickleHeap most heap, estimated in bytes, that the values of one pickle may take
 * @param inflatedBytes longest record that is inflated (the original writer compresses nothing)
 * @param elements most elements of one tensor
 * @param repeatedElements most elements of a tensor that repeats a smaller storage (stride 0)
 * @param placeholders whether Python objects of unknown classes are passed over. They are never made:
 *     a placeholder stands in their place. Otherwise they are refused
 * @param root the entry of the file's outer mapping that holds the weights; absent to take the mapping
 *     itself, or the first of {@code state_dict, model, module, net, network, base_model} that holds tensors
 */
public record ReadOptions(
        long pickleBytes,
        long pickleHeap,
        long inflatedBytes,
        long elements,
        long repeatedElements,
        boolean placeholders,
        Optional<String> root) {
    private static final long MIB = 1L << 20;
    private static final ReadOptions DEFAULTS =
            new ReadOptions(
                    64 * MIB,
                    64 * MIB,
                    256 * MIB,
                    Integer.MAX_VALUE / Float.BYTES,
                    16 * MIB,
                    false,
                    Optional.empty());

    public ReadOptions {
        Objects.requireNonNull(root, "root");
    }

    /** Pickles to 64 MiB, tensors as large as one {@link io.metatransformer.api.Tensor}; no placeholders. */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    public ReadOptions withPlaceholders() {
        return new ReadOptions(
                pickleBytes, pickleHeap, inflatedBytes, elements, repeatedElements, true, root);
    }

    public ReadOptions withRoot(String entry) {
        return new ReadOptions(
                pickleBytes,
                pickleHeap,
                inflatedBytes,
                elements,
                repeatedElements,
                placeholders,
                Optional.of(entry));
    }

    public ReadOptions withInflatedBytes(long limit) {
        return new ReadOptions(
                pickleBytes, pickleHeap, limit, elements, repeatedElements, placeholders, root);
    }
}
