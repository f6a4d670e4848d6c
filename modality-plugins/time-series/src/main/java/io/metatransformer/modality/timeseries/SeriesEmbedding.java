package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import java.util.Map;

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

    /** How many tokens each of them has. */
    int length(SeriesInput series);

    /** What the layers of {@link #build} read of a series: a row per token in each. */
    Map<String, Tensor> rows(SeriesInput series);

    /** The learned layers alone, for rows of any number of series; the output is {@code tokens}. */
    void build(Layers layers, Entry entry);

    @Override
    void close();
}
