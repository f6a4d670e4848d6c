package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unit of an answer: {@code (x + base) · deviation + mean} for each answered channel.
 *
 * @param base what a forecast adds to, scaled: 0, or the last known value
 */
record Unit(float[] mean, float[] deviation, float[] base) {

    /** C. */
    int channels() {
        return mean.length;
    }

    /** Values as they are learnt, {@code [steps, C]}, to the user's unit. */
    float[] told(float[] learnt) {
        float[] told = new float[learnt.length];
        for (int i = 0; i < told.length; i++) {
            int c = i % channels();
            told[i] = (float) (((double) learnt[i] + base[c]) * deviation[c] + mean[c]);
        }
        return told;
    }

    /** The way back of {@link #told}. */
    float[] learnt(float[] told) {
        float[] learnt = new float[told.length];
        for (int i = 0; i < learnt.length; i++) {
            int c = i % channels();
            learnt[i] = (float) (((double) told[i] - mean[c]) / deviation[c] - base[c]);
        }
        return learnt;
    }

    /**
     * The unit of what a head answers to an input: that of the input's scaling if it tells one for these
     * channels, else that of the training targets.
     *
     * @param indices of the answered channels among the input's; see {@link #answered}
     */
    static Unit of(SeriesTokens series, ForecastingOptions options, Optional<int[]> indices) {
        int C = options.channels();
        float[] mean = new float[C];
        float[] deviation = new float[C];
        float[] base = new float[C];
        for (int c = 0; c < C; c++) {
            if (indices.isPresent()) {
                int from = indices.get()[c];
                mean[c] = series.perChannel(Origin.MEAN).map(all -> all[from]).orElse(0f);
                deviation[c] = series.perChannel(Origin.DEVIATION).map(all -> all[from]).orElse(1f);
            } else {
                mean[c] = options.mean().length == 0 ? 0 : (float) options.mean()[c];
                deviation[c] = options.deviation().length == 0 ? 1 : (float) options.deviation()[c];
            }
        }
        if (options.fromLast()) {
            int[] own =
                    indices.orElseThrow(
                            () ->
                                    series.refusal(
                                            "starts at the last value of each channel, which the input"
                                                    + " does not tell"));
            Tensor scaled = series.scaled();
            FloatBuffer last =
                    scaled.data().slice((scaled.size(0) - 1) * scaled.size(1), scaled.size(1));
            for (int c = 0; c < C; c++) {
                base[c] = last.get(own[c]);
            }
        }
        return new Unit(mean, deviation, base);
    }

    /**
     * Which of the input's channels are answered: those of the names, or all if there are as many. Nothing if the
     * input does not tell its channels, or the answers are no channels of it.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for an input that lacks a channel
     */
    static Optional<int[]> answered(SeriesTokens series, ForecastingOptions options) {
        Optional<float[]> mean = series.perChannel(Origin.MEAN);
        if (mean.isEmpty()) {
            return Optional.empty();
        }
        List<String> channels = series.channels();
        int[] indices = new int[options.channels()];
        for (int c = 0; c < indices.length; c++) {
            indices[c] = c;
        }
        if (options.names().isEmpty() || channels.isEmpty()) {
            return mean.get().length == indices.length ? Optional.of(indices) : Optional.empty();
        }
        List<String> missing = new ArrayList<>(options.names());
        missing.removeAll(channels);
        if (!missing.isEmpty()) {
            throw series.refusal(
                    "answers channel "
                            + Quoted.of(missing.get(0))
                            + ", which the input lacks; its first is "
                            + Quoted.of(channels.get(0)));
        }
        for (int c = 0; c < indices.length; c++) {
            indices[c] = channels.indexOf(options.names().get(c));
        }
        return Optional.of(indices);
    }
}
