package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/** Where in a file a reader stands. */
interface Place {

    /** A refusal that names the input and, where there is one, the line. */
    MetaTransformerException refusal(ErrorCode code, String what);

    /**
     * A category of a node or edge.
     *
     * @param what takes it, for messages
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} for a number that is not whole or
     *     missing (NaN), {@link ErrorCode#INDEX_OUT_OF_RANGE} for one below 0 or past every table
     */
    default int category(double value, String what) {
        if (value != Math.rint(value)) {
            throw refusal(ErrorCode.SCHEMA_MISMATCH, what + " takes a whole number");
        }
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw refusal(
                    ErrorCode.INDEX_OUT_OF_RANGE,
                    what + " takes a category, a whole number from 0, got " + shown(value));
        }
        return (int) value;
    }

    private static String shown(double value) {
        return Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
