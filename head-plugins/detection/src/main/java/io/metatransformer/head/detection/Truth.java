package io.metatransformer.head.detection;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import java.util.Arrays;
import java.util.List;

/**
 * The objects of a picture as far as its token grid covers them.
 *
 * @param boxes {@code [M, 4]} in the grid
 * @param labels {@code [M]} classes
 */
record Truth(float[] boxes, int[] labels) {
    /** What is less wide or high is not seen. */
    private static final float LEAST = 1;

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a target of another kind, or a
     *     label that the head does not have
     */
    static Truth of(Target target, View view, List<String> names) {
        if (!(target instanceof Target.Boxes all)) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH, "a detector learns from boxes, got " + target);
        }
        Truth truth = new Truth(new float[4 * all.boxes().size()], new int[all.boxes().size()]);
        int M = 0;
        for (Target.Box box : all.boxes()) {
            float[] edges = {box.left(), box.top(), box.right(), box.bottom()};
            BoxCoder.clip(view.toGrid(edges), view.gridWidth(), view.gridHeight());
            int label = names.indexOf(box.label());
            if (label < 0) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        "the head has no label " + Quoted.of(box.label()));
            }
            if (edges[2] - edges[0] >= LEAST && edges[3] - edges[1] >= LEAST) {
                System.arraycopy(edges, 0, truth.boxes, 4 * M, 4);
                truth.labels[M++] = label;
            }
        }
        return new Truth(Arrays.copyOf(truth.boxes, 4 * M), Arrays.copyOf(truth.labels, M));
    }
}
