package io.metatransformer.modality.hyperspectral;

/** How much of a scene may lie in memory, where its format cannot be read piece by piece. */
final class Room {
    /** The most that deflate makes of one byte: what claims more is not there. */
    static final long MAX_RATIO = 1032;

    private static final long MOST = 1 << 30;

    private Room() {}

    /** Bytes of a file: 1 GiB, and no more than a quarter of what the process may have. */
    static int bytes() {
        return (int) Math.min(MOST, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Numbers of a decoded array, in double precision. */
    static int values() {
        return bytes() / Double.BYTES;
    }
}
