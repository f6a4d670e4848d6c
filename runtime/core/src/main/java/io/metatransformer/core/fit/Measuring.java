package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures answers as they come. Of a search, which answers with the whole gallery, and of masks only what counts
 * is kept. Not thread-safe.
 */
public final class Measuring {
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final RetrievalMetrics searches = new RetrievalMetrics();
    private final MaskMetrics masks = new MaskMetrics();
    private int searched;

    /**
     * @param name of the example, which is the id of a query that has none of its own
     * @param prediction with everything that the head has to say
     * @param target of the example; a label does for a query, and of an item its label for any other kind
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a query without a label
     */
    public void add(String name, Prediction prediction, Target target) {
        if (prediction instanceof Prediction.Neighbours neighbours) {
            searches.add(neighbours, query(name, target));
            searched++;
        } else if (prediction instanceof Prediction.Mask mask
                && target instanceof Target.Mask truth) {
            masks.add(name, mask, truth);
        } else {
            predictions.add(prediction);
            targets.add(
                    target instanceof Target.Item item && item.label().isPresent()
                            ? new Target.Label(item.label().get())
                            : target);
        }
    }

    private static Target.Item query(String name, Target target) {
        if (target instanceof Target.Item item) {
            return item;
        }
        if (target instanceof Target.Label label) {
            return new Target.Item(name, Optional.of(label.label()), Optional.empty());
        }
        throw new MetaTransformerException(
                ErrorCode.SCHEMA_MISMATCH,
                "a search is measured by labels of its queries, not by targets of kind "
                        + target.getClass().getSimpleName());
    }

    /** As {@link Evaluation#of}. */
    public Evaluation evaluation() {
        if (searched + masks.count() == 0) {
            return Evaluation.of(predictions, targets);
        }
        if (!predictions.isEmpty() || searched > 0 && masks.count() > 0) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH, "the answers are of several kinds");
        }
        return searched > 0 ? searches.evaluation() : masks.evaluation();
    }
}
