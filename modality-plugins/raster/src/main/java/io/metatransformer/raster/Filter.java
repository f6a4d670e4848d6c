package io.metatransformer.raster;

/** What weighs a sample by its distance when pictures are resized in the manner of Pillow. */
public enum Filter {
    /** 1 within half a sample. */
    BOX(0.5) {
        @Override
        double at(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** The triangle. */
    BILINEAR(1) {
        @Override
        double at(double x) {
            double d = Math.abs(x);
            return d < 1 ? 1 - d : 0;
        }
    },
    /** Keys' cubic convolution with a = -0.5. */
    BICUBIC(2) {
        @Override
        double at(double x) {
            double a = -0.5;
            double d = Math.abs(x);
            if (d < 1) {
                return ((a + 2) * d - (a + 3)) * d * d + 1;
            }
            return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
        }
    },
    /** Three lobes of sinc, windowed by the widest. */
    LANCZOS(3) {
        @Override
        double at(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double radius;

    Filter(double radius) {
        this.radius = radius;
    }

    /** Distance, in samples of the smaller picture, from which on {@link #at} is 0. */
    double radius() {
        return radius;
    }

    abstract double at(double x);

    private static double sinc(double x) {
        double t = x * Math.PI;
        return x == 0 ? 1 : Math.sin(t) / t;
    }
}
