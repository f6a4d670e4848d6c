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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledCloudsTest {
    private static final DataSet CLOUDS = new DataSet(Item.AUTO, Map.of("seed", 1), List.of());

    @TempDir Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Target target(List<String> labels, float... classes) {
        return new Target.PointLabels(Tensor.of(classes, classes.length), labels);
    }

    private static Input input(Example example) {
        return ((Item.Raw) example.item()).inputs().get(0);
    }

    @Test
    void a_file_of_labels_stands_beside_each_cloud_of_a_folder() throws IOException {
        write("lamps/a.txt", "0 0 0\n1 1 1\n");
        write("lamps/a.seg", "7\n3\n");
        write("b.ply", "ply");
        write("b.labels", " 3 \n\n-1\n");
        write("lamps/notes.md", "");

        List<Example> examples = CLOUDS.read(folder);

        assertEquals(
                List.of("b.ply", "lamps/a.txt"), examples.stream().map(Example::name).toList());
        List<String> numbers = List.of("3", "7");
        assertEquals(target(numbers, 0, -1), examples.get(0).target());
        assertEquals(target(numbers, 1, 0), examples.get(1).target());
        assertEquals(Modality.POINT_CLOUD, input(examples.get(1)).modality());
        assertEquals(Map.of("seed", 1), input(examples.get(1)).options());
    }

    @Test
    void labels_have_the_names_that_stand_beside_them_and_tell_the_shape() throws IOException {
        write("a.xyz", "0 0 0\n1 1 1\n2 2 2\n");
        write("a.seg", "-1\n2\n0\n");
        write("labels.txt", "lamp/foot\nlamp/cord\nlamp/shade\n");

        Example only = CLOUDS.read(folder).get(0);

        List<String> names = List.of("lamp/foot", "lamp/cord", "lamp/shade");
        assertEquals(target(names, -1, 2, 0), only.target());
        assertEquals(Map.of("seed", 1, "shape", "lamp"), input(only).options());
    }

    @Test
    void a_list_names_clouds_and_their_labels() throws IOException {
        write("x/a.xyz", "0 0 0\n");
        write("y/other.txt", "1\n");
        write("list.csv", "file,labels_file\nx/a.xyz,y/other.txt\n");
        write("list.jsonl", "{\"file\": \"x/a.xyz\", \"labels_file\": \"y/other.txt\"}\n");

        for (String list : List.of("list.csv", "list.jsonl")) {
            Example only = CLOUDS.read(folder.resolve(list)).get(0);

            assertEquals("x/a.xyz", only.name());
            assertEquals(target(List.of("1"), 0), only.target());
            assertEquals(folder.resolve("x/a.xyz"), input(only).path().orElseThrow());
        }
    }

    @Test
    void what_is_wrong_is_told_with_its_file_and_line() throws IOException {
        write("a.seg", "1\n0\n");
        refused(ErrorCode.SCHEMA_MISMATCH, "a.seg labels the one file");
        write("a.ply", "");
        write("labels.txt", "only\n");
        refused(ErrorCode.SCHEMA_MISMATCH, "a.seg: point 0 has label 1");
        write("a.seg", "0\nx\n");
        refused(ErrorCode.MALFORMED, "a.seg: line 2");
        write("a.seg", "\n");
        refused(ErrorCode.EMPTY_INPUT, "a.seg");
        write("a.seg", "0\n");
        write("labels.txt", "twice\ntwice\n");
        refused(ErrorCode.SCHEMA_MISMATCH, "a name twice");
        write("labels.txt", "once\n");
        write("a.xyz", "");
        refused(ErrorCode.SCHEMA_MISMATCH, "there are 2");
    }

    private void refused(ErrorCode code, String part) {
        var refusal = assertThrows(MetaTransformerException.class, () -> CLOUDS.read(folder));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
