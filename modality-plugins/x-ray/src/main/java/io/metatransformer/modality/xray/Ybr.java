package io.metatransformer.modality.xray;

import io.metatransformer.raster.FileBytes;

/** Luminance and two colour differences, of 8 bits (PS3.3, C.7.6.3.1.2). */
final class Ybr {
    private Ybr() {}

    /** Two luminances, then the differences that both share: {@code [pixels, 3]}. */
    static int[] unpacked422(FileBytes data, long start, PixelForm form) {
        int[] values = new int[form.pixels() * 3];
        for (int pixel = 0; pixel < form.pixels(); pixel++) {
            long pair = start + pixel / 2 * 4L;
            boolean alone = pixel % 2 == 0 && pixel + 1 == form.pixels();
            values[3 * pixel] = data.u8(pair + pixel % 2);
            values[3 * pixel + 1] = alone ? 128 : data.u8(pair + 2);
            values[3 * pixel + 2] = alone ? 128 : data.u8(pair + 3);
        }
        return values;
    }

    static byte[] rgb(int[] ybr) {
        byte[] rgb = new byte[ybr.length];
        for (int i = 0; i < ybr.length; i += 3) {
            double y = ybr[i];
            double b = ybr[i + 1] - 128;
            double r = ybr[i + 2] - 128;
            rgb[i] = level(y + 1.402 * r);
            rgb[i + 1] = level(y - 0.114 * 1.772 / 0.587 * b - 0.299 * 1.402 / 0.587 * r);
            rgb[i + 2] = level(y + 1.772 * b);
        }
        return rgb;
    }

    private static byte level(double value) {
        return (byte) Math.max(0, Math.min(255, Math.rint(value)));
    }
}
