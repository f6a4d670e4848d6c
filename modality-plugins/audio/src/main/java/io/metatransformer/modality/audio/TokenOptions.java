package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.Optional;

/**
 * How a spectrogram becomes tokens: options of the model alone.
 *
 * @param kernel edge of a patch; empty if the weights decide
 * @param usualKernel edge of a patch where weights are drawn
 * @param prefix {@code auto}, {@code none}, {@code cls} or {@code cls+dist}
 * @param positions {@code auto}, {@code none}, {@code learned} or {@code sinusoid}
 * @param trained grid that learned positions are for, where the model says so
 * @param sumRgb whether the kernel's three channels are summed
 */
record TokenOptions(
        Optional<Integer> kernel,
        int usualKernel,
        int frequencyStride,
        int timeStride,
        String prefix,
        String positions,
        Optional<TokenGrid> trained,
        boolean sumRgb) {

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense
     */
    static TokenOptions from(Options options) {
        AudioProfile profile = AudioProfile.of(options.text("profile"));
        return new TokenOptions(
                options.isSet("kernel") ? Optional.of(options.integer("kernel")) : Optional.empty(),
                profile.kernel(),
                options.integer("frequency_stride"),
                options.integer("time_stride"),
                options.isSet("prefix") ? options.text("prefix") : profile.prefix(),
                options.isSet("pos_embed") ? options.text("pos_embed") : profile.positions(),
                options.isSet("pos_grid")
                        ? Optional.of(grid(options.numbers("pos_grid")))
                        : Optional.empty(),
                options.flag("sum_rgb"));
    }

    private static TokenGrid grid(List<Double> sizes) {
        boolean whole =
                sizes.size() == 2
                        && sizes.stream().allMatch(s -> s == Math.rint(s) && s >= 1 && s <= 65_536);
        if (!whole) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'pos_grid' takes rows and columns, two whole numbers from 1 to 65536, got "
                            + sizes);
        }
        return new TokenGrid(sizes.get(0).intValue(), sizes.get(1).intValue());
    }

    /** Tokens before those of the patches, where that is not left to the weights. */
    Optional<Integer> prefixTokens() {
        return switch (prefix) {
            case "none" -> Optional.of(0);
            case "cls" -> Optional.of(1);
            case "cls+dist" -> Optional.of(2);
            default -> Optional.empty();
        };
    }

    /** The grid over {@code bins} x {@code frames}; neither may be smaller than the kernel. */
    TokenGrid grid(int bins, int frames, int kernelBins, int kernelFrames) {
        return new TokenGrid(
                (bins - kernelBins) / frequencyStride + 1,
                (frames - kernelFrames) / timeStride + 1);
    }
}
