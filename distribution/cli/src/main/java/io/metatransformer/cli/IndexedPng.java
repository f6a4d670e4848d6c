package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import javax.imageio.ImageIO;

/**
 * A mask as a PNG whose values are class indices, in the form that {@code fit} reads: 8 bits with the colours of
 * the PASCAL VOC challenge, 255 for what was not seen; past 255 classes 16 bits of grey, and 65535.
 */
final class IndexedPng {
    private static final int UNSEEN = 255;
    private static final int UNSEEN_WIDE = 65535;
    private static final int UNSEEN_COLOUR = 0xe0e0c0;

    private IndexedPng() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for more classes than 16 bits tell apart
     */
    static byte[] of(Prediction.Mask mask) throws IOException {
        int classes = mask.labels().size();
        if (classes > UNSEEN_WIDE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a PNG tells " + UNSEEN_WIDE + " classes apart, the head has " + classes);
        }
        boolean wide = classes > UNSEEN;
        int height = mask.classes().size(0);
        int width = mask.classes().size(1);
        BufferedImage image =
                wide
                        ? new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY)
                        : new BufferedImage(
                                width, height, BufferedImage.TYPE_BYTE_INDEXED, colours());
        FloatBuffer values = mask.classes().data();
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int index = (int) values.get();
                row[x] = index >= 0 ? index : wide ? UNSEEN_WIDE : UNSEEN;
            }
            image.getRaster().setSamples(0, y, width, 1, 0, row);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    /** Each colour takes every third bit of the index, the lowest as its highest. */
    private static IndexColorModel colours() {
        int[] colours = new int[UNSEEN + 1];
        for (int index = 0; index < UNSEEN; index++) {
            for (int bit = 0; bit < 8; bit++) {
                int third = index >> 3 * bit;
                int place = 7 - bit;
                colours[index] |=
                        (third & 1) << 16 + place
                                | (third >> 1 & 1) << 8 + place
                                | (third >> 2 & 1) << place;
            }
        }
        colours[UNSEEN] = UNSEEN_COLOUR;
        return new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    }
}
