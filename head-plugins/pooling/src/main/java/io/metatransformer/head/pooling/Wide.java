package io.metatransformer.head.pooling;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * The wide part of a wide and deep model (arXiv 1606.07792): indices of categories as columns of 0 and 1, so that
 * each has a weight of its own in the layer that follows.
 *
 * @param array of the input's origin that holds the indices
 * @param size how many indices there are; index 0 stands for nothing
 */
public record Wide(String array, int size) {

    /**
     * {@code [size]}: how often each index is there, but for index 0.
     *
     * @param name for messages
     * @throws MetaTransformerException with {@link ErrorCode#INDEX_OUT_OF_RANGE} for what is no index
     */
    float[] columns(String name, float[] indices) {
        float[] columns = new float[size];
        for (float index : indices) {
            if (index != (int) index || index < 0 || index >= size) {
                throw new MetaTransformerException(
                        ErrorCode.INDEX_OUT_OF_RANGE,
                        name
                                + " reads indices from 0 to "
                                + (size - 1)
                                + " of '"
                                + array
                                + "', got "
                                + index);
            }
            columns[(int) index] += index == 0 ? 0 : 1;
        }
        return columns;
    }
}
