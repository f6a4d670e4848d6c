package io.metatransformer.raster;

/** The array that holds a picture's samples, in the type in which a decoder left them. */
abstract class Samples {

    /**
     * Where samples lie: {@code offsets[channel] + y * row + x * column}.
     *
     * @param offsets one per channel
     */
    record Steps(int[] offsets, int column, int row) {

        /** All channels of a pixel side by side, pixel after pixel, row after row. */
        static Steps interleaved(int width, int channels) {
            int[] offsets = new int[channels];
            for (int c = 0; c < channels; c++) {
                offsets[c] = c;
            }
            return new Steps(offsets, channels, width * channels);
        }

        /** The same samples seen as the EXIF orientation tag (TIFF 6.0, tag 274) demands. */
        Steps oriented(int orientation, int width, int height) {
            boolean fromRight =
                    orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
            boolean fromBottom =
                    orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
            int[] starts = offsets.clone();
            for (int c = 0; c < starts.length; c++) {
                starts[c] +=
                        (fromRight ? (width - 1) * column : 0)
                                + (fromBottom ? (height - 1) * row : 0);
            }
            int alongWidth = fromRight ? -column : column;
            int alongHeight = fromBottom ? -row : row;
            return orientation >= 5
                    ? new Steps(starts, alongHeight, alongWidth)
                    : new Steps(starts, alongWidth, alongHeight);
        }

        private int start(int y, int channel) {
            return offsets[channel] + y * row;
        }
    }

    /** Sample {@code index}, exactly. */
    abstract double number(int index);

    /** Sample {@code index}, if it is a whole number. */
    abstract int whole(int index);

    void read(Steps steps, int y, int channel, int width, int[] into, int stride) {
        int from = steps.start(y, channel);
        for (int x = 0, to = channel; x < width; x++, to += stride, from += steps.column()) {
            into[to] = whole(from);
        }
    }

    void read(Steps steps, int y, int channel, int width, double[] into, int stride) {
        int from = steps.start(y, channel);
        for (int x = 0, to = channel; x < width; x++, to += stride, from += steps.column()) {
            into[to] = number(from);
        }
    }

    /** 8 bits, from 0 to 255. */
    static Samples of(byte[] values) {
        return new Samples() {
            @Override
            double number(int index) {
                return values[index] & 0xFF;
            }

            @Override
            int whole(int index) {
                return values[index] & 0xFF;
            }

            @Override
            void read(Steps steps, int y, int channel, int width, int[] into, int stride) {
                int column = steps.column();
                int from = steps.start(y, channel);
                for (int x = 0, to = channel; x < width; x++, to += stride, from += column) {
                    into[to] = values[from] & 0xFF;
                }
            }
        };
    }

    /** 16 bits, with or without a sign. */
    static Samples of(short[] values, boolean signed) {
        int mask = signed ? -1 : 0xFFFF;
        return new Samples() {
            @Override
            double number(int index) {
                return values[index] & mask;
            }

            @Override
            int whole(int index) {
                return values[index] & mask;
            }
        };
    }

    /** 32 bits, with or without a sign. */
    static Samples of(int[] values, boolean signed) {
        long mask = signed ? -1 : 0xFFFFFFFFL;
        return new Samples() {
            @Override
            double number(int index) {
                return values[index] & mask;
            }

            @Override
            int whole(int index) {
                return Math.toIntExact(values[index] & mask);
            }
        };
    }

    static Samples of(float[] values) {
        return new Samples() {
            @Override
            double number(int index) {
                return values[index];
            }

            @Override
            int whole(int index) {
                throw notWhole();
            }
        };
    }

    static Samples of(double[] values) {
        return new Samples() {
            @Override
            double number(int index) {
                return values[index];
            }

            @Override
            int whole(int index) {
                throw notWhole();
            }
        };
    }

    private static IllegalStateException notWhole() {
        return new IllegalStateException("samples are floating-point numbers");
    }
}
