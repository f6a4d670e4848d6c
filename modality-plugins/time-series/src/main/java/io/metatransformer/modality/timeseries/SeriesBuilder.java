package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.series.Stamp;
import io.metatransformer.series.Times;
import io.metatransformer.tables.DoubleList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Collects a series row by row, within limits. Serves one thread. */
final class SeriesBuilder {
    private final String name;
    private final SeriesLimits limits;
    private final DoubleList values;
    private final Times.Builder times = new Times.Builder();
    private int steps;
    private int timed;

    SeriesBuilder(String name, SeriesLimits limits) {
        this.name = name;
        this.limits = limits;
        this.values = new DoubleList(name, limits.values());
    }

    /**
     * Starts the next row.
     *
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} once there are too many
     */
    void step() {
        if (steps == limits.steps()) {
            throw tooLong(name, limits.steps());
        }
        steps++;
    }

    static MetaTransformerException tooLong(String name, long most) {
        return new MetaTransformerException(
                ErrorCode.LIMIT_EXCEEDED,
                name
                        + ": a series of more than "
                        + most
                        + " steps; option 'truncate' keeps its start or end");
    }

    /** The next value of the row; NaN for none. */
    void value(double value) {
        values.add(value);
    }

    /**
     * @param where says which field
     * @throws MetaTransformerException with {@link ErrorCode#BAD_TIMESTAMP} if only some times have an offset
     */
    void time(Stamp stamp, Supplier<String> where) {
        if (timed == limits.steps()) {
            throw tooLong(name, limits.steps());
        }
        if (!times.takes(stamp)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_TIMESTAMP,
                    where.get() + "mixes times with and without an offset");
        }
        times.add(stamp);
        timed++;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} if there are no rows, {@link
     *     ErrorCode#SHAPE_MISMATCH} if there are times for only some of them
     */
    RawSeries build(List<String> channels, OptionalDouble declaredStep) {
        if (steps == 0) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + ": the series has no steps");
        }
        if (timed != 0 && timed != steps) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + ": " + timed + " timestamps for " + steps + " steps");
        }
        return new RawSeries(
                channels,
                values.toArray(),
                timed == 0 ? Optional.empty() : Optional.of(times.build()),
                declaredStep);
    }
}
