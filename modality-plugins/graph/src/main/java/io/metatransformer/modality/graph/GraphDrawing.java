package io.metatransformer.modality.graph;

import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Ink;
import io.metatransformer.sketch.Svg;
import java.util.stream.IntStream;

/** A graph as circles and lines; the colour of a node is that of its first feature. */
final class GraphDrawing {
    private static final int MOST_NODES = 300;
    private static final int MOST_EDGES = 1200;
    private static final int MOST_LABELS = 32;
    private static final int MARGIN = 18;
    private static final double LABEL = 9;
    private static final double HEAD = 5;

    private final Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
    private final Graph graph;
    private final int n;

    /** Edges between nodes that are drawn, {@code [E, 2]}. */
    private final int[] ends;

    private final double radius;
    private double[] x;
    private double[] y;

    private GraphDrawing(Graph graph) {
        this.graph = graph;
        this.n = Math.min(graph.nodes().size(), MOST_NODES);
        this.ends =
                IntStream.range(0, graph.edges())
                        .filter(e -> graph.ends()[2 * e] < n && graph.ends()[2 * e + 1] < n)
                        .limit(MOST_EDGES)
                        .flatMap(e -> IntStream.of(graph.ends()[2 * e], graph.ends()[2 * e + 1]))
                        .toArray();
        this.radius = n <= MOST_LABELS ? 7 : n <= 100 ? 4 : 2.5;
    }

    static Preview of(Graph graph) {
        return new GraphDrawing(graph).draw();
    }

    private Preview draw() {
        place();
        for (int e = 0; e < ends.length; e += 2) {
            edge(ends[e], ends[e + 1]);
        }
        for (int node = 0; node < n; node++) {
            svg.circle(x[node], y[node], radius, colour(node));
        }
        if (n <= MOST_LABELS) {
            for (int node = 0; node < n; node++) {
                svg.text(
                        x[node] + radius + 1,
                        y[node] + LABEL / 3,
                        LABEL,
                        Ink.TEXT.hex(),
                        cut(graph.nodes().get(node)));
            }
        }
        return svg.toPreview(caption());
    }

    /** Fills the sheet without stretching one direction more than the other. */
    private void place() {
        double[][] places = SpringLayout.of(n, ends);
        x = places[0];
        y = places[1];
        double left = IntStream.range(0, n).mapToDouble(i -> x[i]).min().orElse(0);
        double right = IntStream.range(0, n).mapToDouble(i -> x[i]).max().orElse(0);
        double top = IntStream.range(0, n).mapToDouble(i -> y[i]).min().orElse(0);
        double bottom = IntStream.range(0, n).mapToDouble(i -> y[i]).max().orElse(0);
        double scale =
                Math.min(
                        (svg.width() - 2 * MARGIN) / Math.max(right - left, 1e-3),
                        (svg.height() - 2 * MARGIN) / Math.max(bottom - top, 1e-3));
        scale = Math.min(scale, 60);
        for (int node = 0; node < n; node++) {
            x[node] = svg.width() / 2.0 + scale * (x[node] - (left + right) / 2);
            y[node] = svg.height() / 2.0 + scale * (y[node] - (top + bottom) / 2);
        }
    }

    private void edge(int u, int v) {
        String colour = Ink.QUIET.hex();
        if (u == v) {
            loop(u, colour);
            return;
        }
        svg.line(x[u], y[u], x[v], y[v], colour, 1.2);
        double length = Math.hypot(x[v] - x[u], y[v] - y[u]);
        if (graph.directed() && length > radius + HEAD) {
            double ax = (x[v] - x[u]) / length;
            double ay = (y[v] - y[u]) / length;
            double tipX = x[v] - ax * radius;
            double tipY = y[v] - ay * radius;
            double footX = tipX - ax * HEAD;
            double footY = tipY - ay * HEAD;
            double side = HEAD / 2;
            svg.polyline(
                    new double[] {footX - ay * side, tipX, footX + ay * side},
                    new double[] {footY + ax * side, tipY, footY - ax * side},
                    colour,
                    1.2);
        }
    }

    private void loop(int node, String colour) {
        int corners = 16;
        double[] xs = new double[corners + 1];
        double[] ys = new double[corners + 1];
        for (int i = 0; i <= corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            xs[i] = x[node] + radius * Math.cos(angle);
            ys[i] = y[node] - radius + radius * Math.sin(angle);
        }
        svg.polyline(xs, ys, colour, 1.2);
    }

    private String colour(int node) {
        int columns = graph.nodeColumns();
        int category = columns == 0 ? 0 : graph.nodeFeatures()[node * columns];
        return Ink.series(category).hex();
    }

    private static String cut(String id) {
        return id.length() <= 12 ? id : id.substring(0, 11) + "…";
    }

    private String caption() {
        int nodes = graph.nodes().size();
        String all =
                nodes
                        + (nodes == 1 ? " node, " : " nodes, ")
                        + graph.edges()
                        + (graph.directed() ? " directed" : "")
                        + (graph.edges() == 1 ? " edge" : " edges");
        boolean whole = n == nodes && ends.length == 2 * graph.edges();
        return whole ? all : all + "; drawn are " + n + " and " + ends.length / 2;
    }
}
