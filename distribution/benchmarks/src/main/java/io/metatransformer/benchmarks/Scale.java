package io.metatransformer.benchmarks;

import java.util.List;

/** Brings columns to mean 0 and deviation 1, by what the training part has. */
record Scale(double[] mean, double[] deviation) {

    static Scale of(List<double[]> rows) {
        int columns = rows.get(0).length;
        double[] mean = new double[columns];
        double[] deviation = new double[columns];
        for (double[] row : rows) {
            for (int c = 0; c < columns; c++) {
                mean[c] += row[c] / rows.size();
            }
        }
        for (double[] row : rows) {
            for (int c = 0; c < columns; c++) {
                deviation[c] += Math.pow(row[c] - mean[c], 2) / rows.size();
            }
        }
        for (int c = 0; c < columns; c++) {
            deviation[c] = deviation[c] > 1e-12 ? Math.sqrt(deviation[c]) : 1;
        }
        return new Scale(mean, deviation);
    }

    double[] apply(double[] row) {
        double[] scaled = new double[row.length];
        for (int c = 0; c < row.length; c++) {
            scaled[c] = (row[c] - mean[c]) / deviation[c];
        }
        return scaled;
    }
}
