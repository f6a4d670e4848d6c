package io.metatransformer.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
    private static final DataSet LABELS = new DataSet(Modality.IMAGE, Map.of(), List.of());

    @TempDir Path folder;

    @Test
    void a_folder_names_the_label_of_all_files_below_it() throws IOException {
        write("dog/b.png", "");
        write("cat/deep/a.png", "");
        write("cat/.hidden", "");
        write("readme.txt", "");
        Files.createDirectories(folder.resolve("empty"));

        List<Example> examples = LABELS.read(folder);

        assertEquals(
                List.of("cat/deep/a.png", "dog/b.png"),
                examples.stream().map(Example::name).toList());
        assertEquals(new Target.Label("cat"), examples.get(0).target());
        Input input = ((Item.Raw) examples.get(0).item()).inputs().get(0);
        assertEquals(Modality.IMAGE, input.modality());
        assertEquals(folder.resolve("cat/deep/a.png"), input.path().orElseThrow());
    }

    @Test
    void a_csv_names_files_beside_it_and_their_labels() throws IOException {
        write("list.csv", "file,label\nx/a.png,cat\n\n\"b, c.png\",dog\n");

        List<Example> examples = LABELS.read(folder.resolve("list.csv"));

        assertEquals("b, c.png", examples.get(1).name());
        assertEquals(new Target.Label("dog"), examples.get(1).target());
        Input input = ((Item.Raw) examples.get(0).item()).inputs().get(0);
        assertEquals(folder.resolve("x/a.png"), input.path().orElseThrow());
    }

    @Test
    void several_labels_are_separated_and_may_be_none() throws IOException {
        write("list.csv", "file,labels\na.png,cat | dog\nb.png,\n");
        write("list.jsonl", "{\"file\":\"a.png\",\"labels\":[\"cat\",\"dog\"]}\n");

        Target both = new Target.Labels(Set.of("cat", "dog"));
        List<Example> examples = LABELS.read(folder.resolve("list.csv"));
        assertEquals(both, examples.get(0).target());
        assertEquals(new Target.Labels(Set.of()), examples.get(1).target());
        assertEquals(both, LABELS.read(folder.resolve("list.jsonl")).get(0).target());
    }

    @Test
    void named_columns_hold_the_numbers_to_be_learnt() throws IOException {
        write("list.csv", "file,width,height\na.png,1.5,-2e3\n");
        write("list.jsonl", "{\"file\":\"a.png\",\"width\":1.5,\"height\":-2000}\n");
        DataSet numbers = new DataSet(Modality.IMAGE, Map.of(), List.of("height", "width"));

        Target target = new Target.Numbers(Tensor.of(new float[] {-2000, 1.5f}, 2));
        assertEquals(target, numbers.read(folder.resolve("list.csv")).get(0).target());
        assertEquals(target, numbers.read(folder.resolve("list.jsonl")).get(0).target());
    }

    @Test
    void an_id_or_a_camera_makes_an_item_of_a_gallery() throws IOException {
        write("list.csv", "file,id,label,camera\na.png,7,ann,hall\nb.png,8,,\n");
        write("list.jsonl", "{\"file\":\"a.png\",\"label\":\"ann\",\"camera\":3}\n");
        write("null.jsonl", "{\"file\":\"a.png\",\"id\":7,\"label\":null}\n");

        List<Example> examples = LABELS.read(folder.resolve("list.csv"));
        assertEquals(item("7", "ann", "hall"), examples.get(0).target());
        assertEquals(item("8", null, null), examples.get(1).target());
        assertEquals(
                item("a.png", "ann", "3"),
                LABELS.read(folder.resolve("list.jsonl")).get(0).target());
        assertEquals(
                item("7", null, null), LABELS.read(folder.resolve("null.jsonl")).get(0).target());
    }

    private static Target item(String id, String label, String camera) {
        return new Target.Item(id, Optional.ofNullable(label), Optional.ofNullable(camera));
    }

    @Test
    void what_is_wrong_with_a_list_is_told_with_its_line() throws IOException {
        write("list.csv", "file,label\na.png,cat\nb.png,\n");
        write("number.csv", "file,size\na.png,large\n");
        write("list.jsonl", "{\"file\":\"a.png\",\"label\":\"cat\"}\n\n{\"file\":\n");
        write("nothing.csv", "file,label\n");
        DataSet sizes = new DataSet(Modality.IMAGE, Map.of(), List.of("size"));

        assertRefused(ErrorCode.SCHEMA_MISMATCH, "line 3 has no 'label'", LABELS, "list.csv");
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "'large' as 'size'", sizes, "number.csv");
        assertRefused(ErrorCode.MALFORMED, "line 3 is no JSON object", LABELS, "list.jsonl");
        assertRefused(ErrorCode.EMPTY_INPUT, "nothing.csv has no example", LABELS, "nothing.csv");
        assertRefused(ErrorCode.IO_ERROR, "no data set none.csv", LABELS, "none.csv");
        Files.createDirectories(folder.resolve("empty"));
        assertRefused(ErrorCode.EMPTY_INPUT, "one folder per label", LABELS, "empty");
    }

    private void assertRefused(ErrorCode code, String part, DataSet reader, String file) {
        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> reader.read(folder.resolve(file)));
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
