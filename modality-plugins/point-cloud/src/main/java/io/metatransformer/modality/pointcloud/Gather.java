package io.metatransformer.modality.pointcloud;

/** Rows of arrays by their indices. */
final class Gather {
    private Gather() {}

    /** {@code [n, width]} of {@code [N, width]}; the very array if all rows are wanted in their order. */
    static double[] rows(double[] values, int[] indices, int width) {
        if (indices.length * width == values.length && isInOrder(indices)) {
            return values;
        }
        double[] rows = new double[indices.length * width];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * width, rows, i * width, width);
        }
        return rows;
    }

    private static boolean isInOrder(int[] indices) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** {@code [n, width]} of {@code [N, width]}. */
    static float[] rows(float[] values, int[] indices, int width) {
        float[] rows = new float[indices.length * width];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * width, rows, i * width, width);
        }
        return rows;
    }

    /** The values at the indices. */
    static int[] of(int[] values, int[] indices) {
        int[] found = new int[indices.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = values[indices[i]];
        }
        return found;
    }
}
