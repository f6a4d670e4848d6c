package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What options and weights together say of prefix tokens and positions.
 *
 * @param prefix tokens before those of the patches: class, distillation
 */
record PositionChoice(int prefix, Optional<AudioPositions> positions) {
    private static final int MOST_PREFIX = 2;

    /**
     * @param kernel mel bins and frames of a patch
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if the table is for another grid or prefix, or
     *     a token is missing
     */
    static PositionChoice of(
            ModelPart part, AudioOptions sound, TokenOptions options, int[] kernel) {
        Set<String> names = part.weights().names();
        boolean sinusoids = options.positions().equals("sinusoid");
        boolean learned =
                names.contains(AudioWeights.POSITIONS)
                        && !sinusoids
                        && !options.positions().equals("none");
        if (learned) {
            return learned(part, sound, options, kernel);
        }
        int prefix = options.prefixTokens().orElseGet(() -> present(names));
        requireTokens(part, prefix);
        return new PositionChoice(
                prefix,
                sinusoids
                        ? Optional.of(AudioPositions.sinusoids(prefix, part.width()))
                        : Optional.empty());
    }

    private static PositionChoice learned(
            ModelPart part, AudioOptions sound, TokenOptions options, int[] kernel) {
        Tensor table = part.weights().get(AudioWeights.POSITIONS);
        int length = table.size(1);
        List<TokenGrid> candidates = new ArrayList<>();
        options.trained().ifPresent(candidates::add);
        if (candidates.isEmpty() && sound.frames() > 0) {
            candidates.add(options.grid(sound.bins(), sound.frames(), kernel[0], kernel[1]));
        }
        if (options.trained().isEmpty()) {
            candidates.add(TokenGrid.AST);
        }
        TokenGrid trained =
                candidates.stream()
                        .filter(grid -> grid.count() <= length)
                        .filter(grid -> length - grid.count() <= MOST_PREFIX)
                        .findFirst()
                        .orElseThrow(() -> noGrid(part, length, candidates));
        int stored = (int) (length - trained.count());
        int prefix = options.prefixTokens().orElse(stored);
        if (prefix > 0 && prefix != stored) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    part.name()
                            + ": 'pos_embed' has "
                            + stored
                            + " rows before those of the patches, option 'prefix' asks for "
                            + prefix);
        }
        requireTokens(part, prefix);
        return new PositionChoice(
                prefix,
                Optional.of(
                        AudioPositions.learned(
                                table.reshape(length, part.width()), stored, prefix, trained)));
    }

    private static int present(Set<String> names) {
        if (!names.contains(AudioWeights.CLASS_TOKEN)) {
            return 0;
        }
        return names.contains(AudioWeights.DISTILLATION_TOKEN) ? 2 : 1;
    }

    private static void requireTokens(ModelPart part, int prefix) {
        Set<String> names = part.weights().names();
        boolean there =
                (prefix < 1 || names.contains(AudioWeights.CLASS_TOKEN))
                        && (prefix < 2 || names.contains(AudioWeights.DISTILLATION_TOKEN));
        if (!there) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    part.name()
                            + ": "
                            + prefix
                            + " tokens come before the patches, 'cls_token'"
                            + (prefix > 1 ? " and 'dist_token' are" : " is")
                            + " needed for that");
        }
    }

    private static MetaTransformerException noGrid(
            ModelPart part, int length, List<TokenGrid> candidates) {
        StringBuilder grids = new StringBuilder();
        for (TokenGrid grid : candidates) {
            grids.append(grids.isEmpty() ? "" : ", ").append(grid.rows());
            grids.append(" x ").append(grid.cols());
        }
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS,
                part.name()
                        + ": 'pos_embed' has "
                        + length
                        + " positions, not those of a grid of "
                        + grids
                        + " with up to "
                        + MOST_PREFIX
                        + " tokens before it; option 'pos_grid' names another");
    }
}
