package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Tensor;

/** The third stage: a prepared series to tokens. Safe to share between threads; holds native memory. */
interface SeriesEmbedding extends AutoCloseable {

    /** The most steps of one series that give at most {@code maxTokens} tokens. */
    long maxSteps(int maxTokens);

    /**
     * Rows of segments one after the other.
     *
     * @return {@code [segments · length, D]}
     */
    Tensor embed(SeriesInput series);

    /** How many segments {@link #embed} gives: channels that are sequences of their own. */
    int segments();

    @Override
    void close();
}
