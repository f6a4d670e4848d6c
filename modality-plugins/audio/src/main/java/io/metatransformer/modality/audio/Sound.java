package io.metatransformer.modality.audio;

import java.util.Optional;

/** The samples of one file or array, read and checked, in -1 to 1 unless they came as floats. Immutable. */
interface Sound {

    /** Frames (samples per channel) per second, at least 1. */
    int rate();

    /** At least 1. */
    int channels();

    /** Samples per channel, at least 1. */
    long frames();

    /** What is less than the file claims, for the person who sent it. */
    Optional<String> warning();

    /**
     * Mixes the frames from {@code first} on to one channel, as many as {@code into} holds; none beyond the last.
     */
    void read(long first, Mix mix, double[] into);
}
