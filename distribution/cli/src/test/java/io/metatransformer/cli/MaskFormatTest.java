package io.metatransformer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MaskFormatTest {
    private static final Prediction.Mask MASK =
            new Prediction.Mask(
                    Tensor.of(new float[] {0, 0, 1, 1, 1, -1}, 2, 3), List.of("sea", "land"));

    @Test
    void json_carries_runs_or_every_pixel() {
        assertEquals("{\"rle\":[0,2,1,3,-1,1]}", written(MaskFormat.RLE).toString());
        assertEquals("{\"classes\":[0,0,1,1,1,-1]}", written(MaskFormat.LABELS).toString());
    }

    @Test
    void the_values_of_a_png_are_class_indices_and_255_was_not_seen() throws IOException {
        BufferedImage image = read(written(MaskFormat.PNG).get("png").binaryValue());

        int[] values = image.getRaster().getSamples(0, 0, 3, 2, 0, (int[]) null);
        assertArrayEquals(new int[] {0, 0, 1, 1, 1, 255}, values);
        assertEquals(0xff800000, image.getRGB(2, 0), "the second colour of PASCAL VOC");
    }

    @Test
    void more_classes_than_eight_bits_tell_apart_take_sixteen() throws IOException {
        List<String> labels = IntStream.range(0, 300).mapToObj(i -> "c" + i).toList();
        Prediction.Mask mask =
                new Prediction.Mask(Tensor.of(new float[] {255, 299, -1}, 1, 3), labels);

        BufferedImage image = read(IndexedPng.of(mask));

        int[] values = image.getRaster().getSamples(0, 0, 3, 1, 0, (int[]) null);
        assertArrayEquals(new int[] {255, 299, 65535}, values);
    }

    private static ObjectNode written(MaskFormat format) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        format.write(json, MASK);
        return json;
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
