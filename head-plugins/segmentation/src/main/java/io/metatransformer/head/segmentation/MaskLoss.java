package io.metatransformer.head.segmentation;

import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Maps;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Cross entropy of class scores and masks: {@code Σ_cells Σ_k -t_k · weight_k · log softmax(scores)_k / cells},
 * where {@code t_k} is the share of the cell that pixels of class k take. That is the mean over pixels, each
 * with the scores of its cell, whatever the size of the picture. Like the reference's it is divided by
 * all, not by those whose class is known.
 */
final class MaskLoss {
    static final String GRIDS = "grids";

    private static final String TARGETS = "targets";
    private static final String WEIGHTS = "weights";

    private final SegmentationOptions layout;
    private final int width;
    private final float smoothing;
    private final int K;

    MaskLoss(SegmentationOptions layout, int width, float smoothing) {
        this.layout = layout;
        this.width = width;
        this.smoothing = smoothing;
        this.K = layout.labels().size();
    }

    /** About how many numbers a step holds per token. */
    long numbersPerToken() {
        long cells = (long) side() * side();
        return layout.decoder().numbersPerToken(width) + 6L * K * cells;
    }

    /** Cells of a token's side on the map that is compared. */
    private int side() {
        return layout.decoder().enlarged() * layout.lossScale();
    }

    /** From {@link #batch} to a loss. */
    Recipe recipe() {
        return (layers, wiring) -> {
            var grids = wiring.input(GRIDS, -1, -1, -1, width);
            var targets = wiring.input(TARGETS, -1, K);
            var weights = wiring.input(WEIGHTS, -1);
            var scores = layout.decoder().scores(layers, grids, layout.dropout());
            wiring.output(Training.LOSS, of(layers, scores, layout.lossScale(), targets, weights));
        };
    }

    /**
     * @param scores {@code [B, h, w, K]}, enlarged {@code scale} times before they are compared
     * @param targets {@code [M, K]} of every cell of the enlarged maps
     * @param weights {@code [M]}
     */
    static Operand<TFloat32> of(
            Layers layers,
            Operand<TFloat32> scores,
            int scale,
            Operand<TFloat32> targets,
            Operand<TFloat32> weights) {
        Maps maps = new Maps(layers);
        var enlarged = scale == 1 ? scores : maps.bilinear(scores, maps.size(scores, scale));
        return new Losses(layers).crossEntropy(maps.rows(enlarged), targets, weights);
    }

    /** What a map that is compared should answer. */
    CellShares shares(Target.Mask mask, GridFrame frame) {
        LearnedClasses.requireKnown(mask.labels(), layout.labels());
        return CellShares.of(
                mask.classes(),
                LearnedClasses.indices(mask.labels(), layout.labels()),
                K,
                frame,
                frame.rows() * side(),
                frame.columns() * side());
    }

    /**
     * Inputs of one step.
     *
     * @param grids of equal sides
     * @param answers as many
     * @param weights how much each counts
     */
    Map<String, Tensor> batch(List<TokenGrid> grids, List<CellShares> answers, float[] weights) {
        int B = grids.size();
        GridFrame frame = grids.get(0).frame();
        int tokens = frame.rows() * frame.columns();
        int cells = Math.multiplyExact(tokens, side() * side());
        FloatBuffer values = Tensor.allocate(Math.multiplyExact(B, tokens * width));
        FloatBuffer targets = Tensor.allocate(Math.multiplyExact(B, Math.multiplyExact(cells, K)));
        FloatBuffer counts = Tensor.allocate(B * cells);
        for (int b = 0; b < B; b++) {
            values.put(grids.get(b).tokens().data());
            answers.get(b).write(targets, layout.classWeights(), smoothing);
            for (int cell = 0; cell < cells; cell++) {
                counts.put(weights[b]);
            }
        }
        return Map.of(
                GRIDS,
                Tensor.of(values.flip(), B, frame.rows(), frame.columns(), width),
                TARGETS,
                Tensor.of(targets.flip(), B * cells, K),
                WEIGHTS,
                Tensor.of(counts.flip(), B * cells));
    }
}
