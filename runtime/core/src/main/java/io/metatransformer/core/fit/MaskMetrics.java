package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Metrics of masks, counted pixel by pixel as they come: of each picture only counts are kept. Pixels that the
 * model did not see are wrong. Ranges come from a bootstrap over pictures, since pixels of one picture are not
 * independent. Not thread-safe.
 */
final class MaskMetrics {
    private ConfusionMatrix matrix; // null before the first mask
    private List<String> labels = List.of();
    private int count;

    /**
     * @param name of the example, for refusals
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for sides or labels that differ
     */
    void add(String name, Prediction.Mask answer, Target.Mask target) {
        if (!Arrays.equals(answer.classes().shape(), target.classes().shape())) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    name
                            + ": a mask has the sides of its picture, "
                            + sides(answer.classes())
                            + ", got "
                            + sides(target.classes()));
        }
        if (matrix == null) {
            labels = answer.labels();
            matrix = new ConfusionMatrix(labels);
        } else if (!labels.equals(answer.labels())) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    name + ": the answer has other labels than those before");
        }
        matrix.add(target.classes(), target.labels(), answer.classes());
        count++;
    }

    private static String sides(Tensor classes) {
        return classes.size(1) + " x " + classes.size(0);
    }

    int count() {
        return count;
    }

    /** Of one mask or more. */
    Evaluation evaluation() {
        return matrix.evaluation(Map.of(), Map.of());
    }
}
