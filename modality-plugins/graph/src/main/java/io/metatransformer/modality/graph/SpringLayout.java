package io.metatransformer.modality.graph;

/**
 * Places nodes in a plane: they repel each other, edges pull their ends together, and steps grow shorter (Fruchterman
 * and Reingold, "Graph Drawing by Force-directed Placement", 1991). It starts from a circle, so equal graphs are
 * placed equally.
 */
final class SpringLayout {
    private static final int ROUNDS = 200;

    /** Length of an edge at rest. */
    private static final double REST = 1;

    /** Pulls what is not connected back, so that it does not drift away. */
    private static final double GRAVITY = 0.08;

    private SpringLayout() {}

    /**
     * @param ends of each edge, {@code [E, 2]}
     * @return x of all nodes, then y of all, in lengths of an edge around 0
     */
    static double[][] of(int n, int[] ends) {
        double[] x = new double[n];
        double[] y = new double[n];
        double radius = REST * n / (2 * Math.PI) + 0.1;
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * i / n;
            x[i] = radius * Math.sin(angle);
            y[i] = -radius * Math.cos(angle);
        }
        double[] dx = new double[n];
        double[] dy = new double[n];
        for (int round = 0; round < ROUNDS; round++) {
            repel(x, y, dx, dy);
            attract(ends, x, y, dx, dy);
            double step = radius * 0.3 * (1 - (double) round / ROUNDS);
            for (int i = 0; i < n; i++) {
                double length = Math.max(Math.hypot(dx[i], dy[i]), 1e-9);
                x[i] += dx[i] / length * Math.min(length, step);
                y[i] += dy[i] / length * Math.min(length, step);
            }
        }
        return new double[][] {x, y};
    }

    private static void repel(double[] x, double[] y, double[] dx, double[] dy) {
        for (int i = 0; i < x.length; i++) {
            dx[i] = -GRAVITY * x[i];
            dy[i] = -GRAVITY * y[i];
            for (int j = 0; j < x.length; j++) {
                double ax = x[i] - x[j];
                double ay = y[i] - y[j];
                double push = REST * REST / Math.max(ax * ax + ay * ay, 1e-4);
                dx[i] += ax * push;
                dy[i] += ay * push;
            }
        }
    }

    private static void attract(int[] ends, double[] x, double[] y, double[] dx, double[] dy) {
        for (int e = 0; e < ends.length; e += 2) {
            int u = ends[e];
            int v = ends[e + 1];
            double ax = x[v] - x[u];
            double ay = y[v] - y[u];
            double pull = Math.hypot(ax, ay) / REST;
            dx[u] += ax * pull;
            dy[u] += ay * pull;
            dx[v] -= ax * pull;
            dy[v] -= ay * pull;
        }
    }
}
