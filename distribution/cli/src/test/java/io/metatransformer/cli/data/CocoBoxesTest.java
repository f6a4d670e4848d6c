package io.metatransformer.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoBoxesTest {
    private static final DataSet DATA = new DataSet(Modality.IMAGE, Map.of(), List.of());
    private static final String GOOD =
            """
            {"info": {"year": 2026}, "licenses": [],
             "images": [{"id": 1, "file_name": "a.png", "width": 9}, {"id": 5, "file_name": "x/b.png"}],
             "categories": [{"id": 7, "name": "cat", "supercategory": "animal"}, {"id": 2, "name": "dog"}],
             "annotations": [
               {"id": 3, "image_id": 5, "category_id": 7, "bbox": [1, 2.5, 3, 4], "iscrowd": 0,
                "segmentation": [[1, 2, 3]], "area": 12},
               {"id": 4, "image_id": 5, "category_id": 2, "bbox": [0, 0, 1, 1]},
               {"id": 6, "image_id": 5, "category_id": 2, "bbox": [0, 0, 9, 9], "iscrowd": 1},
               {"id": 8, "image_id": 1, "category_id": 2, "bbox": [0, 0, 0, 9]}]}
            """;

    @TempDir Path folder;

    @Test
    void each_picture_has_its_boxes_or_none() throws IOException {
        List<Example> examples = read(GOOD);

        assertEquals(new Target.Boxes(List.of()), examples.get(0).target());
        assertEquals("x/b.png", examples.get(1).name());
        assertEquals(
                new Target.Boxes(
                        List.of(
                                new Target.Box(1, 2.5f, 4, 6.5f, "cat"),
                                new Target.Box(0, 0, 1, 1, "dog"))),
                examples.get(1).target());
    }

    @Test
    void pictures_lie_beside_the_list_or_in_its_folder_of_images() throws IOException {
        assertEquals(folder.resolve("a.png"), path(read(GOOD).get(0)));

        Files.createDirectory(folder.resolve("images"));

        assertEquals(folder.resolve("images/x/b.png"), path(read(GOOD).get(1)));
    }

    @Test
    void a_folder_with_annotations_is_read_as_one() throws IOException {
        read(GOOD);

        assertEquals(2, DATA.read(folder).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "\"categories\": [{\"id\": 7 # \"categories\": [{\"no\": 7 # 'id' in categories[0]",
                "{\"id\": 2, \"name\": \"dog\"} # {\"id\": 7, \"name\": \"dog\"} # id 7 twice",
                "\"name\": \"dog\" # \"name\": \" \" # 'name' in categories[1]",
                "{\"id\": 2, \"name\": \"dog\"} # null # categories[1]",
                "\"file_name\": \"a.png\" # \"file\": 1 # 'file_name' in images[0]",
                "\"file_name\": \"a.png\" # \"file_name\": \"../a.png\" # outside of its folder",
                "\"file_name\": \"a.png\" # \"file_name\": \"/a.png\" # outside of its folder",
                "\"file_name\": \"a.png\" # \"file_name\": \"a\\u0000.png\" # no file can have",
                "{\"id\": 5 # {\"id\": 1 # id 1 twice",
                "{\"id\": 5 # {\"id\": 1.5 # images[1].id",
                "{\"id\": 5 # {\"id\": 1e400 # images[1].id",
                "\"image_id\": 1 # \"image_id\": 9 # 'image_id' in annotations[3]",
                "\"image_id\": 1 # \"image_id\": null # 'image_id' in annotations[3]",
                "\"category_id\": 7 # \"category\": 7 # 'category_id' in annotations[0]",
                "[1, 2.5, 3, 4] # [1, 2.5, 3] # left, top, width and height in annotations[0]",
                "[1, 2.5, 3, 4] # null # left, top, width and height in annotations[0]",
                "[1, 2.5, 3, 4] # [1, 2.5, -3, 4] # -3.0 in the 'bbox' of annotations[0]",
                "[1, 2.5, 3, 4] # [1, 2.5, 1e60, 4] # the 'bbox' of annotations[0]",
                "[1, 2.5, 3, 4] # {} # annotations[0].bbox",
                "\"images\": # \"pictures\": # 'images', 'categories' and 'annotations'",
                "\"annotations\": [ # \"annotations\": [null, # annotations[0]"
            })
    void what_does_not_fit_together_is_named(String from, String to, String named) {
        assertTrue(GOOD.contains(from), from);

        var refusal =
                assertThrows(MetaTransformerException.class, () -> read(GOOD.replace(from, to)));

        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code(), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(named), refusal::getMessage);
        assertTrue(refusal.getMessage().startsWith("annotations.json "), refusal::getMessage);
    }

    @Test
    void what_is_no_json_is_refused_with_its_line() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> read(GOOD.replace("\"x/b", "x/b")));

        assertEquals(ErrorCode.MALFORMED, refusal.code());
        assertTrue(refusal.getMessage().contains("line 2"), refusal::getMessage);
    }

    @Test
    void no_mutant_is_more_than_refused() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        SplitMix64 random = new SplitMix64(1);
        int mutants = Integer.getInteger("fuzz.mutants", 2000);
        for (int i = 0; i < mutants; i++) {
            byte[] mutant = good.clone();
            for (int edits = 1 + i % 3; edits > 0; edits--) {
                int at = (int) (random.nextDouble() * mutant.length);
                mutant[at] = (byte) (random.nextDouble() * 256);
            }
            if (i % 5 == 0) {
                mutant = Arrays.copyOf(mutant, (int) (random.nextDouble() * good.length));
            }
            Files.write(folder.resolve("annotations.json"), mutant);
            try {
                DATA.read(folder.resolve("annotations.json"));
            } catch (MetaTransformerException refusal) {
                assertEquals(ErrorCode.Turn.CALLER, turn(refusal), refusal::toString);
            }
        }
    }

    /** Bytes that are no UTF-8 cannot be read, which is said of the disk. */
    private static ErrorCode.Turn turn(MetaTransformerException refusal) {
        return refusal.code() == ErrorCode.IO_ERROR ? ErrorCode.Turn.CALLER : refusal.code().turn();
    }

    private List<Example> read(String json) throws IOException {
        Path file = folder.resolve("annotations.json");
        Files.writeString(file, json);
        return DATA.read(file);
    }

    private static Path path(Example example) {
        return ((Item.Raw) example.item()).inputs().get(0).path().orElseThrow();
    }
}
