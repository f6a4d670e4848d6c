package io.metatransformer.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Prediction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;

/** What somebody sees of an answer. */
record Seen(BufferedImage image) {
    /** Where a picture begins on its sheet, px. */
    static final int LEFT = Sheet.MARGIN;

    static final int TOP = Sheet.MARGIN + Sheet.HEAD;

    static Seen of(Prediction answer) {
        return of(answer, Optional.empty());
    }

    static Seen of(Prediction answer, Backdrop backdrop) {
        return of(answer, Optional.of(backdrop));
    }

    private static Seen of(Prediction answer, Optional<Backdrop> backdrop) {
        byte[] png = Drawing.png("a.png", answer, backdrop);
        try {
            return new Seen(ImageIO.read(new ByteArrayInputStream(png)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A picture of one colour. */
    static Backdrop.Picture plain(int width, int height, int userWidth, int userHeight, int rgb) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * width * height);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
        }
        return new Backdrop.Picture(width, height, userWidth, userHeight, bytes.flip());
    }

    int at(int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    /** Of the picture on the sheet, counted from its upper left corner. */
    int inPicture(int x, int y) {
        return at(LEFT + x, TOP + y);
    }

    void assertColour(int rgb, int x, int y) {
        assertEquals(
                Integer.toHexString(rgb),
                Integer.toHexString(inPicture(x, y)),
                "at " + x + ", " + y);
    }

    /** How many pixels have a colour. */
    int count(int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += at(x, y) == rgb ? 1 : 0;
            }
        }
        return count;
    }
}
