package io.metatransformer.modality.graph;

/** Vectors of length 1. */
final class UnitLength {
    private static final double SMALLEST = 1e-12;

    private UnitLength() {}

    /** Writes {@code vector / max(‖vector‖, 1e-12)} from {@code at} on. */
    static void write(double[] vector, float[] to, int at) {
        double square = 0;
        for (double entry : vector) {
            square += entry * entry;
        }
        double length = Math.max(Math.sqrt(square), SMALLEST);
        for (int i = 0; i < vector.length; i++) {
            to[at + i] = (float) (vector[i] / length);
        }
    }
}
