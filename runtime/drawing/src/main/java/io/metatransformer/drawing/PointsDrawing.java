package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labels of points in space, seen without perspective from a little above, what is nearer in front. Where the points
 * are not known, only how many have each label.
 */
final class PointsDrawing {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;
    private static final int INSET = 12;
    private static final int MOST_CLASSES = 1024;
    private static final int MOST_POINTS = 150_000;

    private PointsDrawing() {}

    static Sheet of(String title, Prediction.PointLabels answer, Optional<Backdrop> backdrop) {
        Drawing.requireSome("labels of points", answer.classes(), 1);
        int points = answer.classes().size(0);
        Optional<Backdrop.Cloud> cloud =
                backdrop.filter(Backdrop.Cloud.class::isInstance)
                        .map(Backdrop.Cloud.class::cast)
                        .filter(known -> known.xyz().size(0) == points);
        Classes classes = Classes.of(answer.classes(), answer.labels(), MOST_CLASSES);
        Color[] colours =
                IntStream.range(0, classes.counts().length)
                        .mapToObj(Palette::of)
                        .toArray(Color[]::new);
        Legend legend = Legend.ofShares(classes.counts(), answer.labels(), colours);
        int drawn = cloud.isPresent() ? HEIGHT + Sheet.MARGIN : 0;
        Sheet sheet =
                new Sheet(
                        WIDTH + 2 * Sheet.MARGIN,
                        Sheet.HEAD + 2 * Sheet.MARGIN + drawn + legend.height(WIDTH),
                        title,
                        points + (points == 1 ? " point, " : " points, ") + classes.present());
        int top = Sheet.MARGIN + Sheet.HEAD;
        cloud.ifPresent(known -> scatter(sheet, top, known, answer, colours));
        legend.draw(sheet, Sheet.MARGIN, top + drawn, WIDTH);
        return sheet;
    }

    private static void scatter(
            Sheet sheet,
            int top,
            Backdrop.Cloud cloud,
            Prediction.PointLabels answer,
            Color[] colours) {
        View view = View.of(cloud, MOST_POINTS, WIDTH - 2 * INSET, HEIGHT - 2 * INSET);
        FloatBuffer classes = answer.classes().data();
        double size = Math.max(2, Math.min(7, 260 / Math.sqrt(view.points().length + 1.0)));
        view.farthestFirst()
                .forEach(
                        i -> {
                            int c = (int) classes.get(view.points()[i]);
                            Color colour =
                                    c < 0 ? Palette.RULE : colours[Math.min(c, colours.length - 1)];
                            double x = Sheet.MARGIN + INSET + view.x()[i];
                            double y = top + INSET + view.y()[i];
                            sheet.pen.setColor(colour);
                            sheet.pen.fill(
                                    new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
                        });
    }

    /**
     * Points on the sheet.
     *
     * @param points their indices in the input
     * @param x across, px
     * @param y down, px
     * @param near the greater, the nearer
     */
    record View(int[] points, double[] x, double[] y, double[] near) {
        private static final double TURN = Math.toRadians(35);
        private static final double TILT = Math.toRadians(20);

        static View of(Backdrop.Cloud cloud, int most, int width, int height) {
            FloatBuffer xyz = cloud.xyz().data();
            int P = cloud.xyz().size(0);
            int shown = Math.min(P, most);
            int[] points =
                    IntStream.range(0, shown)
                            .map(i -> (int) ((long) i * P / shown))
                            .filter(p -> isFinite(xyz, p))
                            .toArray();
            double[] right = new double[points.length];
            double[] down = new double[points.length];
            double[] near = new double[points.length];
            for (int i = 0; i < points.length; i++) {
                double up = xyz.get(3 * points[i] + cloud.up());
                double a = xyz.get(3 * points[i] + (cloud.up() + 1) % 3);
                double b = xyz.get(3 * points[i] + (cloud.up() + 2) % 3);
                double toward = Math.cos(TURN) * a - Math.sin(TURN) * b;
                right[i] = Math.sin(TURN) * a + Math.cos(TURN) * b;
                down[i] = Math.sin(TILT) * toward - Math.cos(TILT) * up;
                near[i] = Math.sin(TILT) * up + Math.cos(TILT) * toward;
            }
            Span across = Span.of(right);
            Span along = Span.of(down);
            double scale = Math.min(width / across.length(), height / along.length());
            for (int i = 0; i < points.length; i++) {
                right[i] = width / 2.0 + scale * (right[i] - across.middle());
                down[i] = height / 2.0 + scale * (down[i] - along.middle());
            }
            return new View(points, right, down, near);
        }

        private static boolean isFinite(FloatBuffer xyz, int point) {
            return Float.isFinite(xyz.get(3 * point))
                    && Float.isFinite(xyz.get(3 * point + 1))
                    && Float.isFinite(xyz.get(3 * point + 2));
        }

        IntStream farthestFirst() {
            return IntStream.range(0, points.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> near[i]))
                    .mapToInt(Integer::intValue);
        }
    }

    /** Least and greatest of some values; of a length that is never 0, since a single point needs a scale, too. */
    record Span(double least, double most) {
        static Span of(double[] values) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return new Span(least, most);
        }

        double length() {
            return most > least ? most - least : 1;
        }

        double middle() {
            return most >= least ? least + (most - least) / 2 : 0;
        }
    }
}
