package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.series.Frequency;
import io.metatransformer.series.TimeStep;
import io.metatransformer.series.Times;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one series among features, and what its origin says of it: one segment of all channels, or one for each
 * channel. Segments of other layouts may stand beside it.
 */
final class SeriesTokens {
    private final String name;
    private final Features features;
    private final List<Segment> segments;

    private SeriesTokens(String name, Features features, List<Segment> segments) {
        this.name = name;
        this.features = features;
        this.segments = segments;
    }

    /**
     * @param name of the head, for messages
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for features of another width, or
     *     of no series, or of several
     */
    static SeriesTokens of(String name, int width, Features features) {
        if (features.width() != width) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " reads features of width " + width + ", got " + features.width());
        }
        List<Segment> series =
                features.segments().stream()
                        .filter(segment -> segment.layout() instanceof Layout.Series)
                        .toList();
        SeriesTokens tokens = new SeriesTokens(name, features, series);
        for (int s = 0; s < series.size(); s++) {
            Segment segment = series.get(s);
            boolean fits =
                    series.size() == 1
                            || segment.origin()
                                            .fact(Origin.CHANNEL)
                                            .equals(Optional.of(String.valueOf(s)))
                                    && segment.layout().equals(series.get(0).layout());
            if (!fits) {
                throw tokens.refusal("reads one series, got several");
            }
        }
        if (series.isEmpty()) {
            throw tokens.refusal("reads a series, tokens in order of time; the input has none");
        }
        return tokens;
    }

    /** One, or one for each channel. */
    int segments() {
        return segments.size();
    }

    /** Ordinary tokens of each segment, n. */
    int length() {
        return segments.get(0).layout().length();
    }

    /** D. */
    int width() {
        return features.width();
    }

    /** Ordinary tokens of a segment, {@code [n, D]}. */
    FloatBuffer rows(int segment) {
        return features.values()
                .data()
                .slice(segments.get(segment).ordinaryStart() * width(), length() * width());
    }

    /** Every row there is, special ones and those of other segments too: {@code [N, D]}. */
    Tensor all() {
        return features.values();
    }

    private Origin origin() {
        return segments.get(0).origin();
    }

    /** Array of the origin that has one number per channel. */
    Optional<float[]> perChannel(String array) {
        return Optional.ofNullable(origin().arrays().get(array)).map(Tensor::toArray);
    }

    /** Names of the input's channels; none if it does not tell them. */
    List<String> channels() {
        List<String> names = new ArrayList<>();
        for (Optional<String> next = name(0); next.isPresent(); next = name(names.size())) {
            names.add(next.get());
        }
        return names;
    }

    private Optional<String> name(int channel) {
        return origin().fact(Origin.CHANNEL_NAME + channel);
    }

    /**
     * The values that the encoder read, {@code [steps, channels]}.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for an input that does not keep
     *     them
     */
    Tensor scaled() {
        return table(Origin.SCALED)
                .orElseThrow(
                        () ->
                                refusal(
                                        "needs the values that were encoded; this modality does not"
                                                + " keep them"));
    }

    /** The shape of {@link #scaled}, 1 where a value was missing; nothing if none was. */
    Optional<Tensor> gaps() {
        return table(Origin.GAPS);
    }

    private Optional<Tensor> table(String array) {
        List<Tensor> columns = new ArrayList<>();
        for (Segment segment : segments) {
            Tensor column = segment.origin().arrays().get(array);
            if (column == null || column.rank() != 2) {
                return Optional.empty();
            }
            columns.add(column);
        }
        return Optional.of(columns.size() == 1 ? columns.get(0) : joined(columns));
    }

    private Tensor joined(List<Tensor> columns) {
        int steps = columns.get(0).size(0);
        float[] joined = new float[Math.multiplyExact(steps, columns.size())];
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).size(0) != steps || columns.get(c).size(1) != 1) {
                throw refusal("reads channels of equal length");
            }
            FloatBuffer column = columns.get(c).data();
            for (int step = 0; step < steps; step++) {
                joined[step * columns.size() + c] = column.get(step);
            }
        }
        return Tensor.of(joined, steps, columns.size());
    }

    /** When each step was; nothing if that is not known. */
    Optional<Times> times() {
        return Optional.ofNullable(origin().arrays().get(Origin.TIMES)).map(Times::of);
    }

    Optional<TimeStep> step() {
        return origin().fact(Origin.STEP).map(TimeStep::of);
    }

    /** What its times say of the calendar; hours if they say nothing. */
    Frequency frequency() {
        return origin().fact("frequency").map(Frequency::of).orElse(Frequency.H);
    }

    MetaTransformerException refusal(String what) {
        return new MetaTransformerException(ErrorCode.SHAPE_MISMATCH, name + " " + what);
    }
}
