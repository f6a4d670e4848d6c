package io.metatransformer.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.fit.Example;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
    private static final DataSet READER = new DataSet(Modality.IMAGE, Map.of(), List.of());

    @TempDir Path folder;

    @Test
    void every_picture_has_the_mask_of_its_name() throws IOException {
        write("labels.txt", "sea\nland\n\n");
        write("images/b.jpg", "");
        write("images/a.tif", "");
        write("images/.hidden", "");
        mask("masks/a.png", BufferedImage.TYPE_BYTE_GRAY, 0, 1, 255, 1);
        mask("masks/b.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 1, 1);

        List<Example> examples = READER.read(folder);

        assertEquals(
                List.of("images/a.tif", "images/b.jpg"),
                examples.stream().map(Example::name).toList());
        assertEquals(target(0, 1, Target.IGNORED, 1), examples.get(0).target());
    }

    @Test
    void a_list_names_files_and_their_masks() throws IOException {
        write("labels.txt", "sea\nland\n");
        write("list.csv", "file,mask\nx/a.png,y/a.png\n");
        mask("y/a.png", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 1, 1);

        List<Example> examples = READER.read(folder.resolve("list.csv"));

        assertEquals("x/a.png", examples.get(0).name());
        assertEquals(target(0, 0, 1, 1), examples.get(0).target());
    }

    @Test
    void the_values_of_a_palette_are_classes_whatever_their_colours() throws IOException {
        write("labels.txt", "sea\nland\n");
        write("images/a.png", "");
        byte[] colours = {9, 9, 9, 9};
        BufferedImage image =
                new BufferedImage(
                        2,
                        2,
                        BufferedImage.TYPE_BYTE_BINARY,
                        new IndexColorModel(2, 4, colours, colours, colours));
        image.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {1, 0, 0, 1});
        save("masks/a.png", image);

        assertEquals(target(1, 0, 0, 1), READER.read(folder).get(0).target());
    }

    @Test
    void sixteen_bits_tell_more_classes_apart() throws IOException {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            labels.append('c').append(i).append('\n');
        }
        write("labels.txt", labels.toString());
        write("images/a.png", "");
        mask("masks/a.png", BufferedImage.TYPE_USHORT_GRAY, 255, 299, 65535, 0);

        Target.Mask mask = (Target.Mask) READER.read(folder).get(0).target();

        assertEquals(Tensor.of(new float[] {255, 299, Target.IGNORED, 0}, 2, 2), mask.classes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sea\n\nland\n", "sea\nsea\n", "\n"})
    void labels_that_name_no_class_or_one_twice_are_refused(String labels) throws IOException {
        write("labels.txt", labels);
        write("images/a.png", "");
        mask("masks/a.png", BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0);

        assertRefused(ErrorCode.SCHEMA_MISMATCH, "labels.txt");
    }

    @Test
    void what_is_missing_is_named() throws IOException {
        write("images/a.png", "");
        Files.createDirectories(folder.resolve("masks"));
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "labels.txt");

        write("labels.txt", "sea\nland\n");
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "masks/a.png");
    }

    @Test
    void masks_of_colours_of_unknown_classes_or_of_no_picture_are_refused() throws IOException {
        write("labels.txt", "sea\nland\n");
        write("images/a.png", "");
        mask("masks/a.png", BufferedImage.TYPE_BYTE_GRAY, 0, 2, 0, 0);
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "masks/a.png");

        save("masks/a.png", new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR));
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "one channel");

        write("masks/a.png", "no PNG at all");
        assertRefused(ErrorCode.CORRUPT, "masks/a.png");
    }

    private void assertRefused(ErrorCode code, String named) {
        var refusal = assertThrows(MetaTransformerException.class, () -> READER.read(folder));
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    private static Target.Mask target(float... classes) {
        return new Target.Mask(Tensor.of(classes, 2, 2), List.of("sea", "land"));
    }

    private void mask(String name, int type, int... values) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, type);
        image.getRaster().setSamples(0, 0, 2, 2, 0, values);
        save(name, image);
    }

    private void save(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
