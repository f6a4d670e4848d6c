package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/** What is wrong with one file: every refusal of a reader starts with the input's name and the format. */
record Broken(String name, String format) {

    MetaTransformerException malformed(String what) {
        return as(ErrorCode.MALFORMED, what);
    }

    MetaTransformerException unsupported(String what) {
        return as(ErrorCode.UNSUPPORTED, what);
    }

    MetaTransformerException noPoints() {
        return as(ErrorCode.EMPTY_INPUT, "has no points");
    }

    MetaTransformerException as(ErrorCode code, String what) {
        return new MetaTransformerException(code, name + ": the " + format + " file " + what);
    }

    /**
     * Checks an announced number of points, before anything is allocated for them.
     *
     * @param maxPoints the limit
     * @param leastBytes that one point takes in this file
     * @param there bytes that follow
     */
    int points(long announced, int maxPoints, long leastBytes, long there) {
        if (announced == 0) {
            throw noPoints();
        }
        if (announced > maxPoints || announced < 0) { // less than 0: past what a long holds
            throw as(
                    ErrorCode.LIMIT_EXCEEDED,
                    "announces "
                            + Long.toUnsignedString(announced)
                            + " points; at most "
                            + maxPoints
                            + " are read");
        }
        if (announced * leastBytes > there) {
            throw malformed(
                    "announces "
                            + announced
                            + " points of at least "
                            + leastBytes
                            + " bytes, and "
                            + there
                            + " bytes follow");
        }
        return (int) announced;
    }
}
