package io.metatransformer.raster;

import io.metatransformer.raster.Outline.Canvas;
import io.metatransformer.raster.Picture.Form;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Takes the samples out of a decoder's image. They are read from the raster: Java's own conversions put gray
 * through a gamma curve, and round 16 bits.
 */
final class DecodedImage {
    private DecodedImage() {}

    static Picture picture(BufferedImage image, Outline outline) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            Canvas canvas =
                    outline.canvas()
                            .orElse(new Canvas(raster.getWidth(), raster.getHeight(), 0, 0, 0));
            return looked(raster, palette, canvas, outline.orientation());
        }
        if (raster.getSampleModel() instanceof ComponentSampleModel model) {
            Samples.Steps steps = steps(model, raster.getDataBuffer().getOffset());
            DataBuffer data = raster.getDataBuffer();
            if (data instanceof DataBufferByte bytes && bytes.getNumBanks() == 1) {
                return view(raster, 8, Samples.of(bytes.getData()), steps, outline);
            }
            if (data instanceof DataBufferUShort shorts && shorts.getNumBanks() == 1) {
                return view(raster, 16, Samples.of(shorts.getData(), false), steps, outline);
            }
        }
        return unpacked(raster, outline);
    }

    private static Samples.Steps steps(ComponentSampleModel model, int start) {
        int[] offsets = model.getBandOffsets();
        for (int c = 0; c < offsets.length; c++) {
            offsets[c] += start;
        }
        return new Samples.Steps(offsets, model.getPixelStride(), model.getScanlineStride());
    }

    private static Picture view(
            Raster raster, int bits, Samples samples, Samples.Steps steps, Outline outline) {
        return new Picture(
                raster.getWidth(),
                raster.getHeight(),
                Form.unsigned(bits, raster.getNumBands()),
                samples,
                steps,
                outline.orientation());
    }

    /** Samples that share a number (BMP of 16 or 32 bits): each is spread over 0 to 255. */
    private static Picture unpacked(Raster raster, Outline outline) {
        int width = raster.getWidth();
        int channels = raster.getNumBands();
        int[] bits = raster.getSampleModel().getSampleSize();
        byte[] values = new byte[width * raster.getHeight() * channels];
        int[] row = new int[width * channels];
        for (int y = 0, at = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int i = 0; i < row.length; i++, at++) {
                values[at] = (byte) (row[i] * 255L / ((1L << bits[i % channels]) - 1));
            }
        }
        return view(
                raster, 8, Samples.of(values), Samples.Steps.interleaved(width, channels), outline);
    }

    /** Colours of a palette: one channel if all of them are gray, an opacity channel if one is not opaque. */
    private static Picture looked(
            Raster raster, IndexColorModel palette, Canvas canvas, int orientation) {
        byte[][] tables = tables(palette);
        int channels = tables.length;
        byte[] values = new byte[canvas.width() * canvas.height() * channels];
        int[] row = new int[canvas.width()];
        int[] inner = new int[raster.getWidth()];
        for (int y = 0, at = 0; y < canvas.height(); y++) {
            Arrays.fill(row, canvas.fill());
            int from = y - canvas.top();
            if (from >= 0 && from < raster.getHeight()) {
                raster.getSamples(0, from, inner.length, 1, 0, inner);
                System.arraycopy(inner, 0, row, canvas.left(), inner.length);
            }
            for (int index : row) {
                for (byte[] table : tables) {
                    values[at++] = table[index];
                }
            }
        }
        return new Picture(
                canvas.width(),
                canvas.height(),
                Form.unsigned(8, channels),
                Samples.of(values),
                Samples.Steps.interleaved(canvas.width(), channels),
                orientation);
    }

    private static byte[][] tables(IndexColorModel palette) {
        byte[][] tables = new byte[4][256];
        palette.getReds(tables[0]);
        palette.getGreens(tables[1]);
        palette.getBlues(tables[2]);
        palette.getAlphas(tables[3]);
        int size = palette.getMapSize();
        boolean gray = Arrays.equals(tables[0], tables[1]) && Arrays.equals(tables[1], tables[2]);
        boolean opaque = true;
        for (int i = 0; i < size; i++) {
            opaque &= tables[3][i] == (byte) 255;
        }
        byte[][] colours =
                gray ? new byte[][] {tables[0]} : new byte[][] {tables[0], tables[1], tables[2]};
        if (opaque) {
            return colours;
        }
        byte[][] all = Arrays.copyOf(colours, colours.length + 1);
        all[colours.length] = tables[3];
        return all;
    }
}
