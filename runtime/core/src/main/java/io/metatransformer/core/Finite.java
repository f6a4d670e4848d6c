package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.nio.FloatBuffer;

/** Stops NaN and infinity between the stages, where it is still known who made them. */
final class Finite {
    private Finite() {}

    static boolean all(Tensor tensor) {
        FloatBuffer values = tensor.data();
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean all(TokenSequence tokens) {
        return all(tokens.tokens()) && tokens.positions().map(Finite::all).orElse(true);
    }

    static boolean all(Prediction prediction) {
        if (prediction instanceof Prediction.Embedding embedding) {
            return all(embedding.vectors());
        }
        if (prediction instanceof Prediction.Values values) {
            return all(values.values());
        }
        if (prediction instanceof Prediction.Classes classes) {
            return classes.labels().stream().allMatch(label -> Float.isFinite(label.score()));
        }
        if (prediction instanceof Prediction.Boxes boxes) {
            return boxes.boxes().stream().allMatch(Finite::all);
        }
        if (prediction instanceof Prediction.Neighbours neighbours) {
            return neighbours.neighbours().stream()
                    .allMatch(
                            neighbour ->
                                    Float.isFinite(neighbour.similarity())
                                            && Float.isFinite(neighbour.probability().orElse(0f)));
        }
        return true; // masks, point labels and texts hold no free numbers
    }

    private static boolean all(Prediction.Box box) {
        return Float.isFinite(box.left())
                && Float.isFinite(box.top())
                && Float.isFinite(box.right())
                && Float.isFinite(box.bottom())
                && Float.isFinite(box.label().score());
    }

    /** For a part that made NaN or infinity of finite input. */
    static void require(boolean finite, String made, Provenance.Part by) {
        if (!finite) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE_OUTPUT,
                    "plugin " + by.plugin() + " made NaN or infinity in the " + made);
        }
    }

    /** For numbers that the caller brought. */
    static void requireGiven(boolean finite, String what) {
        if (!finite) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE, "the " + what + " of the item hold NaN or infinity");
        }
    }
}
