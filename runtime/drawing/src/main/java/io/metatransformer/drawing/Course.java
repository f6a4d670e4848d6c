package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How one channel went on: what was known of it, and what is answered.
 *
 * @param name of the channel
 * @param dated whether {@code x} are milliseconds since 1970; else steps, 0 for the last known one
 * @param knownX of what was known; may be empty
 * @param known NaN where there was no value
 * @param answeredX of the answer
 */
record Course(
        String name,
        boolean dated,
        double[] knownX,
        double[] known,
        double[] answeredX,
        double[] answered) {

    /** What was known is drawn for so many times as many steps as are answered. */
    private static final int LOOK_BACK = 3;

    private static final int LEAST_LOOK_BACK = 48;

    /** Numbers of single precision that differ by less are equal. */
    private static final double SAME = 1e-4;

    /**
     * The courses of an answer's channels.
     *
     * @param most channels; the rest is left out
     */
    static List<Course> of(Prediction.Values answer, Optional<Backdrop.Series> series, int most) {
        Tensor values = answer.values();
        int steps = values.size(0);
        Optional<double[]> after = Moments.of(answer.times()).filter(x -> x.length == steps);
        Optional<double[]> before = series.flatMap(known -> Moments.of(known.times()));
        boolean dated = after.isPresent() && (series.isEmpty() || before.isPresent());
        double[] answeredX = dated ? after.get() : counted(1, steps);
        return java.util.stream.IntStream.range(0, Math.min(most, values.size(1)))
                .mapToObj(c -> of(answer, series, c, dated, before, answeredX))
                .toList();
    }

    private static Course of(
            Prediction.Values answer,
            Optional<Backdrop.Series> series,
            int channel,
            boolean dated,
            Optional<double[]> before,
            double[] answeredX) {
        String name =
                channel < answer.names().size()
                        ? answer.names().get(channel)
                        : "channel " + channel;
        double[] answered = column(answer.values(), channel);
        int column = series.map(known -> column(known, name, channel, answer)).orElse(-1);
        if (column < 0) {
            return new Course(name, dated, new double[0], new double[0], answeredX, answered);
        }
        double[] all = column(series.get().values(), column);
        int kept = Math.min(all.length, Math.max(LEAST_LOOK_BACK, LOOK_BACK * answered.length));
        double[] x = dated ? before.orElseThrow() : counted(1 - all.length, all.length);
        return new Course(
                name,
                dated,
                Arrays.copyOfRange(x, x.length - kept, x.length),
                Arrays.copyOfRange(all, all.length - kept, all.length),
                !dated && repeats(answered, all) ? x : answeredX,
                answered);
    }

    /** Whether an answer says again what was known, as one does that fills gaps: then it has the same place. */
    private static boolean repeats(double[] answered, double[] known) {
        if (answered.length != known.length) {
            return false;
        }
        for (int i = 0; i < known.length; i++) {
            double far = Math.abs(answered[i] - known[i]);
            if (far > SAME * Math.max(1, Math.abs(known[i]))) { // not for NaN
                return false;
            }
        }
        return true;
    }

    /** The channel of that name, or else in that place if there are as many, or -1. */
    private static int column(
            Backdrop.Series series, String name, int channel, Prediction.Values answer) {
        int named = series.names().indexOf(name);
        boolean alike = series.names().size() == answer.values().size(1);
        return named >= 0 ? named : alike ? channel : -1;
    }

    private static double[] column(Tensor values, int column) {
        int width = values.size(1);
        double[] one = new double[values.size(0)];
        for (int i = 0; i < one.length; i++) {
            one[i] = values.data().get(i * width + column);
        }
        return one;
    }

    private static double[] counted(int first, int count) {
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = (double) first + i;
        }
        return x;
    }

    /** Whether the answer goes on where what was known ended, so that one line leads into the other. */
    boolean goesOn() {
        return known.length > 0
                && answeredX.length > 0
                && answeredX[0] > knownX[knownX.length - 1]
                && Double.isFinite(known[known.length - 1]);
    }
}
