package io.metatransformer.testkit;

import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.opentest4j.AssertionFailedError;

/**
 * Asserts that numbers are close: {@code |actual - expected| <= atol + rtol * |expected|} for every one. NaN
 * is close to NaN alone, an infinity to itself alone. A failure says how far off the worst value is, where,
 * and how many are off.
 */
public final class Within {
    private Within() {}

    /** Compares shapes, then values. */
    public static void assertClose(
            String what, Tensor expected, Tensor actual, double atol, double rtol) {
        if (!Arrays.equals(expected.shape(), actual.shape())) {
            throw new AssertionFailedError(
                    what + ": shapes differ", expected.toString(), actual.toString());
        }
        float[] e = expected.toArray();
        float[] a = actual.toArray();
        compare(what, expected.shape(), i -> e[i], i -> a[i], atol, rtol);
    }

    public static void assertClose(
            String what, float[] expected, float[] actual, double atol, double rtol) {
        int[] shape = sameLength(what, expected.length, actual.length);
        compare(what, shape, i -> expected[i], i -> actual[i], atol, rtol);
    }

    /** Against golden values of float64, without rounding them first. */
    public static void assertClose(
            String what, double[] expected, float[] actual, double atol, double rtol) {
        int[] shape = sameLength(what, expected.length, actual.length);
        compare(what, shape, i -> expected[i], i -> actual[i], atol, rtol);
    }

    /** Against golden values of float64, row-major, whatever their shape. */
    public static void assertClose(
            String what, double[] expected, Tensor actual, double atol, double rtol) {
        sameLength(what, expected.length, actual.elements());
        float[] a = actual.toArray();
        compare(what, actual.shape(), i -> expected[i], i -> a[i], atol, rtol);
    }

    public static void assertClose(
            String what, double[] expected, double[] actual, double atol, double rtol) {
        int[] shape = sameLength(what, expected.length, actual.length);
        compare(what, shape, i -> expected[i], i -> actual[i], atol, rtol);
    }

    private static int[] sameLength(String what, int expected, int actual) {
        if (expected != actual) {
            throw new AssertionFailedError(
                    what + ": expected " + expected + " values, got " + actual, expected, actual);
        }
        return new int[] {actual};
    }

    private static void compare(
            String what,
            int[] shape,
            IntToDoubleFunction expected,
            IntToDoubleFunction actual,
            double atol,
            double rtol) {
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        int off = 0;
        int worst = 0;
        double most = -1;
        double largest = 0;
        for (int i = 0; i < count; i++) {
            double e = expected.applyAsDouble(i);
            double difference = difference(e, actual.applyAsDouble(i));
            largest = Math.max(largest, difference);
            double excess = difference - (atol + rtol * Math.abs(e));
            if (difference > 0 && !(excess <= 0)) {
                off++;
                if (!(excess <= most)) {
                    most = excess;
                    worst = i;
                }
            }
        }
        if (off > 0) {
            double e = expected.applyAsDouble(worst);
            double a = actual.applyAsDouble(worst);
            throw new AssertionFailedError(
                    String.format(
                            "%s: %d of %d values are off by more than %s + %s·|expected|; worst at %s:"
                                    + " expected %s, got %s, off by %s (largest difference anywhere %s)",
                            what,
                            off,
                            count,
                            atol,
                            rtol,
                            Arrays.toString(index(worst, shape)),
                            e,
                            a,
                            difference(e, a),
                            largest),
                    e,
                    a);
        }
    }

    /** 0 for equal values and for two NaNs; infinite where only one of them is a finite number. */
    private static double difference(double expected, double actual) {
        if (expected == actual || Double.isNaN(expected) && Double.isNaN(actual)) {
            return 0;
        }
        double difference = Math.abs(actual - expected);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static int[] index(int flat, int[] shape) {
        int[] index = new int[shape.length];
        int rest = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }
}
