package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;

/** Keeps count of the heap that a pickle's values take, by estimates that lean to the high side. */
final class PickleHeap {
    /** One small object: a number, an empty list, a tensor's description without its sizes. */
    static final int OBJECT = 48;

    /** One entry of a mapping or of the memo. */
    static final int ENTRY = 72;

    /** One reference in a list, a tuple or on the stack. */
    static final int SLOT = 8;

    private final PickleInput at;
    private final long limit;
    private long used;

    PickleHeap(PickleInput at, ReadOptions options) {
        this.at = at;
        this.limit = options.pickleHeap();
    }

    static long text(long characters) {
        return OBJECT + 2 * characters;
    }

    void charge(long bytes) {
        used += bytes;
        if (used > limit) {
            throw at.refuse(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the pickle's values take more than " + limit + " bytes of memory");
        }
    }
}
