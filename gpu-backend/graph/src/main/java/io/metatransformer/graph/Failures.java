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
        if (isLimitOfJavaCpp(failure)) {
            return new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    owner
                            + ": JavaCPP allows this process no more memory than four times its heap;"
                            + " start Java with -D"
                            + NativeLibrary.UNBOUNDED
                            + "=0, or with a larger -Xmx",
                    failure);
        }
        if (failure instanceof TFResourceExhaustedException
                || failure instanceof OutOfMemoryError) {
            return new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    owner + ": not enough memory; send fewer tokens at once, or give it more",
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

    /** Not the machine's limit: JavaCPP's own, told in the message of an error or of its cause. */
    static boolean isLimitOfJavaCpp(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof OutOfMemoryError && firstLine(each).contains("Physical memory")) {
                return true;
            }
        }
        return false;
    }

    static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
