package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.series.Times;
import java.util.stream.IntStream;

/** The order of steps in time: checked, made, or left as it is. Instants are compared, not wall clocks. */
final class TimeOrder {
    private TimeOrder() {}

    /**
     * @param order {@code strict}, {@code sort} or {@code keep}
     * @throws MetaTransformerException with {@link ErrorCode#BAD_TIMESTAMP} if {@code strict} and a step does
     *     not come after the one before it
     */
    static RawSeries apply(String name, String order, RawSeries series) {
        if (series.times().isEmpty() || order.equals("keep")) {
            return series;
        }
        Times times = series.times().get();
        for (int step = 1; step < times.size(); step++) {
            int direction = times.compare(step - 1, step);
            if (direction >= 0 && order.equals("strict")) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_TIMESTAMP,
                        name
                                + ": step "
                                + step
                                + " (counted from 0) is not after the one before it: "
                                + times.at(step)
                                + " follows "
                                + times.at(step - 1)
                                + "; option 'order' can sort or keep");
            }
            if (direction > 0) {
                return series.select(sorted(times));
            }
        }
        return series;
    }

    /** Steps of equal time stay in the order of the file. */
    private static int[] sorted(Times times) {
        return IntStream.range(0, times.size())
                .boxed()
                .sorted(times::compare)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
