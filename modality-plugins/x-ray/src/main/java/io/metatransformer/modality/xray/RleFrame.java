package io.metatransformer.modality.xray;

import io.metatransformer.raster.FileBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A run-length coded frame (PS3.5, annex G): one segment per byte of a pixel, of each sample the highest
 * first.
 */
final class RleFrame {
    private static final int HEADER = 64;
    private static final int MAX_SEGMENTS = 15;

    /** Bytes of a plane per byte of the file, at most: 128 in 2. */
    private static final long MAX_RUN = 64;

    private RleFrame() {}

    static int[] read(ByteBuffer frame, PixelForm form) {
        FileBytes file = FileBytes.of(frame, "the frame").order(ByteOrder.LITTLE_ENDIAN);
        int width = form.allocated() / 8;
        long segments = file.u32(0);
        if (segments != (long) width * form.samples() || segments > MAX_SEGMENTS) {
            throw file.corrupt(
                    "an RLE frame of "
                            + segments
                            + " segments, "
                            + width * form.samples()
                            + " are expected");
        }
        if (file.length() * MAX_RUN < segments * form.pixels()) {
            throw file.truncated(
                    file.length()
                            + " bytes cannot hold an RLE frame of "
                            + form.pixels()
                            + " pixels");
        }
        int[] raw = new int[form.pixels() * form.samples()];
        byte[] plane = new byte[form.pixels()];
        for (int segment = 0; segment < segments; segment++) {
            long start = file.u32(4 + 4L * segment);
            long end = segment + 1 < segments ? file.u32(8 + 4L * segment) : file.length();
            if (start < HEADER || end < start) {
                throw file.corrupt("the segments of an RLE frame are out of order");
            }
            unpack(file, file.slice(start, end - start), plane);
            int sample = segment / width;
            for (int pixel = 0; pixel < plane.length; pixel++) {
                int at = pixel * form.samples() + sample;
                raw[at] = raw[at] << 8 | plane[pixel] & 0xFF;
            }
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = form.value(raw[i]);
        }
        return raw;
    }

    private static void unpack(FileBytes file, ByteBuffer packed, byte[] plane) {
        int done = 0;
        while (done < plane.length) {
            if (packed.remaining() < 2) {
                throw file.truncated(
                        "an RLE segment holds " + done + " of " + plane.length + " bytes");
            }
            int n = packed.get();
            if (n >= 0) {
                int count = Math.min(Math.min(n + 1, plane.length - done), packed.remaining());
                packed.get(plane, done, count);
                done += count;
            } else if (n != -128) {
                byte value = packed.get();
                for (int end = Math.min(plane.length, done + 1 - n); done < end; done++) {
                    plane[done] = value;
                }
            }
        }
    }
}
