package io.metatransformer.tables;

/**
 * Numbers of any rank in double precision, row-major; NaN stays NaN.
 *
 * @param shape sizes per axis
 */
public record NumberArray(double[] values, int[] shape) {

    public int rank() {
        return shape.length;
    }
}
