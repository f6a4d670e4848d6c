package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilmTest {

    @Test
    void an_archive_and_a_folder_give_the_same_tokens_in_order_of_their_numbers(
            @TempDir Path folder) throws IOException {
        Map<String, byte[]> files = frames(12, 40, 36);
        files.put("notes.txt", "not a frame".getBytes());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        Map<String, Object> uniform = Map.of("sampling", "uniform");

        try (TokenizerSession session = Refusals.open(Map.of())) {
            TokenSequence zipped = session.tokenize(zip(files, "clip/").withOptions(uniform));
            TokenSequence loose =
                    session.tokenize(Input.of(Modality.VIDEO, folder).withOptions(uniform));

            assertEquals(zipped.tokens(), loose.tokens());
            Origin origin = loose.segments().get(0).origin();
            assertEquals("12", origin.fact("frames").orElseThrow());
            assertArrayEquals(new float[] {1, 4, 7, 10}, origin.arrays().get("frames").toArray());
            assertFalse(origin.arrays().containsKey("seconds"), "pictures say nothing of time");
        }
    }

    @Test
    void names_are_ordered_as_people_number_them() {
        List<String> names =
                new ArrayList<>(List.of("f10.png", "f2.png", "f1.png", "f01.png", "a3.png"));

        names.sort(FrameOrder::compare);

        assertEquals(List.of("a3.png", "f01.png", "f1.png", "f2.png", "f10.png"), names);
    }

    @Test
    void pictures_of_several_sizes_are_refused_by_name() throws IOException {
        Map<String, byte[]> files = frames(3, 40, 36);
        files.put("frame9.png", png(50, 36, 9));

        var refusal = Refusals.of(zip(files, ""), Map.of("sampling", "uniform"));

        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains("frame9.png"), refusal.getMessage());
    }

    @Test
    void an_archive_without_pictures_is_empty() throws IOException {
        Input text = zip(Map.of("a.txt", new byte[10]), "");

        assertEquals(ErrorCode.EMPTY_INPUT, Refusals.of(text).code());
    }

    @Test
    void what_an_archive_unpacks_to_is_bounded() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            byte[] nothing = new byte[1 << 20];
            zip.putNextEntry(new ZipEntry("0.bin"));
            long most = Runtime.getRuntime().maxMemory() / 4;
            for (long written = 0; written <= most; written += nothing.length) {
                zip.write(nothing);
            }
        }

        var refusal = Refusals.of(Input.of(Modality.VIDEO, bomb.toByteArray()));

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    }

    @Test
    void a_cut_archive_is_refused() throws IOException {
        byte[] whole = zipped(frames(4, 40, 36), "");
        for (int length = 40; length < whole.length * 3 / 4; length += 201) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);

            ErrorCode code = Refusals.of(Input.of(Modality.VIDEO, cut)).code();

            assertTrue(code == ErrorCode.TRUNCATED || code == ErrorCode.CORRUPT, code.name());
        }
    }

    private static Map<String, byte[]> frames(int count, int width, int height) {
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            order.add(n);
        }
        Collections.shuffle(order, new Random(3)); // as a folder lists them
        Map<String, byte[]> files = new LinkedHashMap<>();
        order.forEach(n -> files.put("frame" + n + ".png", png(width, height, n)));
        return files;
    }

    private static byte[] png(int width, int height, int seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Input zip(Map<String, byte[]> files, String folder) throws IOException {
        return Input.of(Modality.VIDEO, zipped(files, folder));
    }

    private static byte[] zipped(Map<String, byte[]> files, String folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(folder + file.getKey()));
                zip.write(file.getValue());
            }
        }
        return out.toByteArray();
    }
}
