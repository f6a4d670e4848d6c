package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.sketch.Svg;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** A cloud as a person sees it from a little above, what is nearer drawn last and darker. */
final class CloudDrawing {
    private static final int MARGIN = 12;
    private static final int MOST_CIRCLES = 2000;
    private static final double RADIUS = 1.3;
    private static final double TURN = Math.toRadians(35);
    private static final double TILT = Math.toRadians(20);

    private CloudDrawing() {}

    /** Points that are embedded, in their own colours if they have such. */
    static Preview of(Cloud cloud, PreparedCloud prepared, PointSettings settings) {
        int n = prepared.points().length;
        int gravity = "xyz".indexOf(settings.text(PointCloudOptions.GRAVITY_AXIS));
        int[] shown =
                IntStream.range(0, Math.min(n, MOST_CIRCLES))
                        .map(i -> (int) ((long) i * n / Math.min(n, MOST_CIRCLES)))
                        .toArray();
        double[] right = new double[n];
        double[] up = new double[n];
        double[] depth = new double[n];
        for (int point : shown) {
            project(prepared.xyz(), point, gravity, right, up, depth);
        }
        Span width = Span.of(right, shown);
        Span height = Span.of(up, shown);
        Span near = Span.of(depth, shown);
        double scale =
                Math.min(
                        (Svg.WIDTH - 2 * MARGIN) / width.length(),
                        (Svg.HEIGHT - 2 * MARGIN) / height.length());
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        IntStream.of(shown)
                .boxed()
                .sorted(Comparator.comparingDouble(point -> depth[point]))
                .forEach(
                        point ->
                                svg.circle(
                                        Svg.WIDTH / 2.0 + scale * (right[point] - width.middle()),
                                        Svg.HEIGHT / 2.0 - scale * (up[point] - height.middle()),
                                        RADIUS,
                                        ink(
                                                cloud,
                                                prepared.points()[point],
                                                near.part(depth[point]))));
        return svg.toPreview(caption(cloud, n));
    }

    /** All points, moved to the first one that is finite. */
    static Backdrop backdrop(Cloud cloud, PointSettings settings) {
        double[] xyz = cloud.xyz();
        int first = 0;
        while (first < cloud.points() - 1 && !isFinite(xyz, first)) {
            first++;
        }
        float[] moved = new float[xyz.length];
        for (int i = 0; i < moved.length; i++) {
            float value = (float) (xyz[i] - xyz[3 * first + i % 3]);
            moved[i] = Float.isFinite(value) ? value : Float.NaN;
        }
        return new Backdrop.Cloud(
                Tensor.of(moved, cloud.points(), 3),
                "xyz".indexOf(settings.text(PointCloudOptions.GRAVITY_AXIS)));
    }

    private static boolean isFinite(double[] xyz, int point) {
        return Double.isFinite(xyz[3 * point])
                && Double.isFinite(xyz[3 * point + 1])
                && Double.isFinite(xyz[3 * point + 2]);
    }

    private static String caption(Cloud cloud, int n) {
        String points = cloud.points() + (cloud.points() == 1 ? " point" : " points");
        return cloud.format() + ", " + points + (n < cloud.points() ? ", " + n + " sampled" : "");
    }

    private static void project(
            float[] xyz, int point, int gravity, double[] right, double[] up, double[] depth) {
        double high = xyz[3 * point + gravity];
        double a = xyz[3 * point + (gravity + 1) % 3];
        double b = xyz[3 * point + (gravity + 2) % 3];
        double away = Math.cos(TURN) * a - Math.sin(TURN) * b;
        right[point] = Math.sin(TURN) * a + Math.cos(TURN) * b;
        up[point] = Math.cos(TILT) * high - Math.sin(TILT) * away;
        depth[point] = Math.sin(TILT) * high + Math.cos(TILT) * away;
    }

    /**
     * @param near 0 for the farthest point, 1 for the nearest
     */
    private static String ink(Cloud cloud, int point, double near) {
        if (cloud.colours().isPresent()) {
            float[] colours = cloud.colours().get();
            return hex(colours[3 * point], colours[3 * point + 1], colours[3 * point + 2]);
        }
        return hex(170 - 170 * near, 200 - 130 * near, 220 - 90 * near);
    }

    private static String hex(double red, double green, double blue) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", level(red), level(green), level(blue));
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, value)); // NaN is 0
    }

    /** Least and greatest of some values. */
    private record Span(double least, double most) {

        static Span of(double[] values, int[] shown) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i : shown) {
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
            return new Span(least, most);
        }

        /** Never 0: a single point needs a scale, too. */
        double length() {
            return most > least ? most - least : 1;
        }

        double middle() {
            return least + (most - least) / 2;
        }

        double part(double value) {
            return (value - least) / length();
        }
    }
}
