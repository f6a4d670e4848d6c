package io.metatransformer.raster;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One picture of an animated GIF file as it is stored: indices of a palette, to be put together with others. */
public final class GifPixels {

    /** A palette of 256 colours, each given by red, green, blue; which they are does not matter here. */
    private static final int PALETTE = 256 * 3;

    private static final int HEADER = 13;
    private static final int DESCRIPTOR = 10;
    private static final int TRAILER = 0x3B;

    private GifPixels() {}

    /**
     * Unpacks one picture.
     *
     * @param data the smallest code's size and the data blocks, with the empty one at their end
     * @return {@code [height, width]}, each from 0 to 255
     * @throws io.metatransformer.api.MetaTransformerException with {@link
     *     io.metatransformer.api.ErrorCode#TRUNCATED} for too few pixels, {@link
     *     io.metatransformer.api.ErrorCode#CORRUPT} for codes that make no sense
     */
    public static byte[] read(FileBytes data, int width, int height, boolean interlaced) {
        ByteBuffer alone =
                ByteBuffer.allocate(HEADER + PALETTE + DESCRIPTOR + data.length() + 1)
                        .order(ByteOrder.LITTLE_ENDIAN);
        alone.put(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
        alone.putShort((short) width).putShort((short) height);
        alone.put((byte) 0xF7).putShort((short) 0); // a palette of 256 colours
        alone.position(HEADER + PALETTE);
        alone.put((byte) ',').putInt(0).putShort((short) width).putShort((short) height);
        alone.put((byte) 0); // in the order of the file: the decoder misplaces interlaced rows of
        // low pictures
        alone.put(data.slice(0, data.length())).put((byte) TRAILER);
        byte[] stored =
                Decoder.decode(
                        data,
                        PictureFormat.GIF,
                        Outline.of(alone.flip(), Orientation.UPRIGHT),
                        GifPixels::indices);
        return interlaced ? inOrder(stored, width, height) : stored;
    }

    /** Every eighth row came first, then those half way between, then again, then the rest. */
    private static byte[] inOrder(byte[] stored, int width, int height) {
        byte[] rows = new byte[stored.length];
        int[] starts = {0, 4, 2, 1};
        int[] steps = {8, 8, 4, 2};
        int from = 0;
        for (int pass = 0; pass < starts.length; pass++) {
            for (int y = starts[pass]; y < height; y += steps[pass]) {
                System.arraycopy(stored, from, rows, y * width, width);
                from += width;
            }
        }
        return rows;
    }

    private static byte[] indices(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = raster.getWidth();
        byte[] indices = new byte[width * raster.getHeight()];
        int[] row = new int[width];
        for (int y = 0, at = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int index : row) {
                indices[at++] = (byte) index;
            }
        }
        return indices;
    }
}
