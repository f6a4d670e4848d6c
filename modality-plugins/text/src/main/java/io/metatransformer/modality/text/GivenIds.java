package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.util.Arrays;

/** Texts that come as ids of the vocabulary: with start and end, or without both. */
final class GivenIds {
    private GivenIds() {}

    /**
     * @param ids {@code [n]}, whole numbers
     * @param most as {@link TextIds#of} has it
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape, {@link
     *     ErrorCode#NON_FINITE}, {@link ErrorCode#INDEX_OUT_OF_RANGE} for an id that is none
     */
    static TextIds read(String name, Vocabulary vocabulary, Tensor ids, int most) {
        if (ids.rank() != 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH, name + ": the ids of a text are [n], got " + ids);
        }
        float[] values = ids.toArray();
        int[] inner = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            inner[i] = id(name, vocabulary, values[i], i);
        }
        if (inner.length > 1
                && inner[0] == vocabulary.start()
                && inner[inner.length - 1] == vocabulary.end()) {
            inner = Arrays.copyOfRange(inner, 1, inner.length - 1);
        }
        return TextIds.between(vocabulary, inner, most);
    }

    private static int id(String name, Vocabulary vocabulary, float value, int at) {
        if (!Float.isFinite(value)) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE, name + ": id " + at + " is no number");
        }
        if (value != Math.rint(value) || value < 0 || value >= vocabulary.size()) {
            throw new MetaTransformerException(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    name
                            + ": id "
                            + at
                            + " is a whole number from 0 to "
                            + (vocabulary.size() - 1)
                            + ", got "
                            + value);
        }
        return (int) value;
    }
}
