package io.metatransformer.head.forecasting;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A series with a token for each of its steps, as training keeps it.
 *
 * @param content T and D, then what the encoder read {@code [T, C]}, the gaps in it {@code [T, C]} and the tokens
 *     {@code [T, D]}
 */
record Steps(Unit unit, FloatBuffer content) {
    private static final int HEADER = 2;

    /** Reads features of a tokenizer that makes one token of each step. */
    static Steps of(SeriesTokens series, ForecastingOptions options) {
        Tensor scaled = series.scaled();
        int T = scaled.size(0);
        if (series.segments() != 1 || series.length() != T) {
            throw series.refusal(
                    "needs a token for each step, got "
                            + series.segments()
                            + " x "
                            + series.length()
                            + " tokens for "
                            + T
                            + " steps");
        }
        if (scaled.size(1) != options.channels()) {
            throw series.refusal(
                    "reads " + options.channels() + " channels, got " + scaled.size(1));
        }
        Unit unit = Unit.of(series, options, Unit.answered(series, options));
        int entries = scaled.elements();
        FloatBuffer tokens = series.rows(0);
        FloatBuffer content = Tensor.allocate(HEADER + 2 * entries + tokens.remaining());
        content.put(T).put(series.width()).put(scaled.data());
        Optional<Tensor> gaps = series.gaps();
        content.put(gaps.map(Tensor::data).orElseGet(() -> Tensor.allocate(entries)));
        return new Steps(unit, content.put(tokens).flip());
    }

    static Steps of(Digest digest) {
        return new Steps(digest.unit(), digest.content());
    }

    Tensor packed() {
        return new Digest(unit, content).packed();
    }

    /** T. */
    int length() {
        return (int) content.get(0);
    }

    private int width() {
        return (int) content.get(1);
    }

    private int entries() {
        return length() * unit.channels();
    }

    /** {@code [T, C]}, the caller's own. */
    float[] scaled() {
        float[] scaled = new float[entries()];
        content.get(HEADER, scaled);
        return scaled;
    }

    /** {@code [T, C]}, 1 where a value was missing. */
    float[] gaps() {
        float[] gaps = new float[entries()];
        content.get(HEADER + entries(), gaps);
        return gaps;
    }

    /** {@code [T, D]}. */
    Tensor tokens() {
        int from = HEADER + 2 * entries();
        return Tensor.of(content.slice(from, length() * width()), length(), width());
    }
}
