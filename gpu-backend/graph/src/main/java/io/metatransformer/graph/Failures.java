package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** Tells what TensorFlow reports in the words of this platform. */
public final class Failures {
    private Failures() {}

    /**
     * @param owner whose run failed
     * @param failure an exception of TensorFlow, or an {@link OutOfMemoryError} of its native memory
     */
    public static MetaTransformerException of(String owner, Throwable failure) {
        if (failure instanceof MetaTransformerException known) {
            return known;
        }
        if (failure instanceof TFResourceExhaustedException
                || failure instanceof OutOfMemoryError) {
            return new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    owner + ": not enough memory for this run; send fewer tokens at once",
                    failure);
        }
        if (failure instanceof TFInvalidArgumentException) {
            return new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    owner + ": the inputs do not fit: " + firstLine(failure),
                    failure);
        }
        return new MetaTransformerException(
                ErrorCode.INTERNAL, owner + ": TensorFlow failed: " + firstLine(failure), failure);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
