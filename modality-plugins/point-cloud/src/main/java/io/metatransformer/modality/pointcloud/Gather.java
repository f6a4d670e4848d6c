package io.metatransformer.modality.pointcloud;

/** Rows of arrays by their indices. */
final class Gather {
    private Gather() {}

    /** {@code [n, width]} of {@code [N, width]}. */
    static double[] rows(double[] values, int[] indices, int width) {
        double[] rows = new double[indices.length * width];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * width, rows, i * width, width);
        }
        return rows;
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
