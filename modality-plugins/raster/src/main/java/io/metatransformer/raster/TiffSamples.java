package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.raster.Picture.Kind;
import java.nio.ByteBuffer;

/** The samples of a whole TIFF picture, channels interleaved, filled row by row of its pieces. */
abstract class TiffSamples {
    final TiffLayout layout;

    private TiffSamples(TiffLayout layout) {
        this.layout = layout;
    }

    static TiffSamples of(TiffLayout layout) {
        int count = layout.width() * layout.height() * layout.channels();
        return switch (layout.bits()) {
            case 32 ->
                    layout.kind() == Kind.FLOAT
                            ? new Floats(layout, count)
                            : new Ints(layout, count);
            case 64 -> new Doubles(layout, count);
            default ->
                    layout.bits() <= 8 && layout.kind() == Kind.UNSIGNED
                            ? new Bytes(layout, count)
                            : new Shorts(layout, count);
        };
    }

    /** Takes the row of a piece that starts at {@code at} of {@code bytes}, as far as it is visible. */
    final void put(ByteBuffer bytes, int at, int left, int y, int channel) {
        int step = layout.planar() ? layout.channels() : 1;
        int count = Math.min(layout.pieceWidth(), layout.width() - left) * layout.pieceChannels();
        int to = (y * layout.width() + left) * layout.channels() + channel;
        for (int i = 0; i < count; i++, to += step) {
            put(to, bytes, at, i);
        }
    }

    /** Sample {@code i} of the row that starts at {@code at}. */
    abstract void put(int to, ByteBuffer bytes, int at, int i);

    /** Whole sample {@code index}, as stored. */
    abstract int whole(int index);

    /** Turns white at 0 into black at 0. */
    void invert(FileBytes file) {
        throw file.refusal(
                ErrorCode.UNSUPPORTED_FORMAT,
                "TIFF with white at 0 is read with unsigned samples of up to 16 bits");
    }

    /** The finished samples; fewer than 8 bits are spread over 0 to 255. */
    abstract Samples scaled();

    private static final class Bytes extends TiffSamples {
        private final byte[] values;

        Bytes(TiffLayout layout, int count) {
            super(layout);
            values = new byte[count];
        }

        @Override
        void put(int to, ByteBuffer bytes, int at, int i) {
            values[to] =
                    layout.bits() == 8
                            ? bytes.get(at + i)
                            : (byte) bits(bytes, at, i, layout.bits());
        }

        @Override
        int whole(int index) {
            return values[index] & 0xFF;
        }

        @Override
        void invert(FileBytes file) {
            int max = (1 << layout.bits()) - 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) (max - (values[i] & 0xFF));
            }
        }

        @Override
        Samples scaled() {
            int max = (1 << layout.bits()) - 1;
            for (int i = 0; max < 255 && i < values.length; i++) {
                values[i] = (byte) ((values[i] & 0xFF) * 255 / max);
            }
            return Samples.of(values);
        }
    }

    private static final class Shorts extends TiffSamples {
        private final short[] values;

        Shorts(TiffLayout layout, int count) {
            super(layout);
            values = new short[count];
        }

        @Override
        void put(int to, ByteBuffer bytes, int at, int i) {
            values[to] =
                    switch (layout.bits()) {
                        case 16 -> bytes.getShort(at + 2 * i);
                        case 8 -> bytes.get(at + i);
                        default -> (short) bits(bytes, at, i, layout.bits());
                    };
        }

        @Override
        int whole(int index) {
            return values[index];
        }

        @Override
        void invert(FileBytes file) {
            if (layout.kind() == Kind.SIGNED) {
                super.invert(file);
            }
            int max = (1 << layout.bits()) - 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = (short) (max - (values[i] & 0xFFFF));
            }
        }

        @Override
        Samples scaled() {
            return Samples.of(values, layout.kind() == Kind.SIGNED);
        }
    }

    private static final class Ints extends TiffSamples {
        private final int[] values;

        Ints(TiffLayout layout, int count) {
            super(layout);
            values = new int[count];
        }

        @Override
        void put(int to, ByteBuffer bytes, int at, int i) {
            values[to] = bytes.getInt(at + 4 * i);
        }

        @Override
        int whole(int index) {
            return values[index];
        }

        @Override
        Samples scaled() {
            return Samples.of(values, layout.kind() == Kind.SIGNED);
        }
    }

    private static final class Floats extends TiffSamples {
        private final float[] values;

        Floats(TiffLayout layout, int count) {
            super(layout);
            values = new float[count];
        }

        @Override
        void put(int to, ByteBuffer bytes, int at, int i) {
            values[to] = bytes.getFloat(at + 4 * i);
        }

        @Override
        int whole(int index) {
            throw new IllegalStateException("samples are floating-point numbers");
        }

        @Override
        Samples scaled() {
            return Samples.of(values);
        }
    }

    private static final class Doubles extends TiffSamples {
        private final double[] values;

        Doubles(TiffLayout layout, int count) {
            super(layout);
            values = new double[count];
        }

        @Override
        void put(int to, ByteBuffer bytes, int at, int i) {
            values[to] = bytes.getDouble(at + 8 * i);
        }

        @Override
        int whole(int index) {
            throw new IllegalStateException("samples are floating-point numbers");
        }

        @Override
        Samples scaled() {
            return Samples.of(values);
        }
    }

    /** Sample {@code i} of a row of samples of {@code width} bits, highest bit first. */
    private static int bits(ByteBuffer bytes, int at, int i, int width) {
        int value = 0;
        for (long bit = (long) i * width, end = bit + width; bit < end; bit++) {
            value = value << 1 | bytes.get(at + (int) (bit >> 3)) >> 7 - (bit & 7) & 1;
        }
        return value;
    }
}
