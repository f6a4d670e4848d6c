package io.metatransformer.raster;

import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Golden picture files on the class path, and pictures as arrays to compare with. */
final class Files {
    private Files() {}

    static byte[] bytes(String golden) {
        return resource("/golden/" + golden);
    }

    static byte[] resource(String resource) {
        try (InputStream in = Files.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Picture picture(String resource) {
        return picture(bytes(resource), resource);
    }

    static Picture picture(byte[] bytes, String name) {
        return PictureReader.read(ByteBuffer.wrap(bytes), name, PictureLimits.DEFAULT);
    }

    /** All samples of a picture, channels interleaved. */
    static double[] samples(Picture picture) {
        int stride = picture.width() * picture.form().channels();
        double[] all = new double[stride * picture.height()];
        double[] row = new double[stride];
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
            System.arraycopy(row, 0, all, y * stride, stride);
        }
        return all;
    }

    /** As the image tokenizer sees it: upright, 8-bit RGB, interleaved. */
    static int[] rgb(Picture picture) {
        Rows8 rows = Rows8.of(picture.upright(), java.util.Optional.empty());
        int[] all = new int[rows.width() * rows.height() * 3];
        int[] row = new int[rows.width() * rows.channels()];
        int at = 0;
        for (int y = 0; y < rows.height(); y++) {
            rows.row(y, row);
            for (int x = 0; x < rows.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    all[at++] = row[rows.channels() == 1 ? x : 3 * x + c];
                }
            }
        }
        return all;
    }

    /** Every sample of a picture of any kind, once. */
    static void readAll(Picture picture) {
        double[] row = new double[picture.width() * picture.form().channels()];
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
        }
    }

    /** A golden tensor of 8-bit numbers. */
    static byte[] bytes(Golden golden, String name) {
        int[] values = golden.ints(name);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
