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
import io.metatransformer.core.fit.TokenizerLearning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of which each row is an example. */
class RecordsTest {
    private static final String CSV =
            "age,job,\"class\nof risk\"\n39,\"clerk, main\",good\n,?,bad\n";

    @TempDir Path folder;

    private static DataSet table(String... targets) {
        return new DataSet(Modality.TABULAR, Map.of(), List.of(targets));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String text(Input input) {
        return StandardCharsets.UTF_8.decode(input.bytes(1 << 20)).toString();
    }

    private static String text(Example example) {
        return text(((Item.Raw) example.item()).inputs().get(0));
    }

    @Test
    void a_row_is_read_without_its_answer() throws IOException {
        DataSet table = table("class\nof risk").withLabels();

        List<Example> examples = table.read(file("t.csv", CSV));

        assertEquals(new Target.Label("good"), examples.get(0).target());
        assertEquals("line 3", examples.get(0).name());
        assertEquals("age,job\r\n39,\"clerk, main\"\r\n", text(examples.get(0)));
        assertEquals("age,job\r\n,?\r\n", text(examples.get(1)));
    }

    @Test
    void a_column_of_numbers_is_an_answer_unless_labels_are_wanted() throws IOException {
        Path file = file("t.csv", "size,price\n1,2.5\n");

        Target number = table("price").read(file).get(0).target();
        Target label = table("price").withLabels().read(file).get(0).target();

        assertEquals(new Target.Numbers(Tensor.of(new float[] {2.5f}, 1)), number);
        assertEquals(new Target.Label("2.5"), label);
    }

    @Test
    void lines_of_json_keep_their_digits_and_lose_their_answer() throws IOException {
        Path file =
                file(
                        "t.jsonl",
                        "{\"a\": 1e5, \"label\": 1, \"b\": null}\n\n{\"label\": \"x\", \"a\": \"1.50\"}\n");

        List<Example> examples = table().read(file);

        assertEquals("{\"a\":1e5,\"b\":null}\n", text(examples.get(0)));
        assertEquals(new Target.Label("1"), examples.get(0).target());
        assertEquals("{\"a\":\"1.50\"}\n", text(examples.get(1)));
    }

    @Test
    void a_tokenizer_learns_from_one_table_of_the_training_rows() throws IOException {
        DataSet table = table("y").withLabels().forFit();
        List<Example> csv =
                table.read(file("t.csv", "\"a\nb\",y,c\n1,p,x\n2,q,\"two\nlines\"\n3,p,z\n"));
        List<Example> json = table.read(file("t.jsonl", "{\"a\":1,\"y\":2}\n{\"a\":2,\"y\":3}\n"));

        TokenizerLearning learning = table.learning(csv).orElseThrow();

        assertEquals(
                "\"a\nb\",c\r\n2,\"two\nlines\"\r\n3,z\r\n",
                text(learning.whole().apply(csv.subList(1, 3))));
        assertEquals("{\"a\":1}\n{\"a\":2}\n", text(learning.whole().apply(json)));
        assertEquals(Optional.empty(), table("y").learning(csv), "only a fit learns");
    }

    @Test
    void what_separates_fields_goes_to_the_tokenizer_that_is_fitted() throws IOException {
        DataSet table =
                new DataSet(
                        Modality.TABULAR,
                        Map.of("separator", ";", "learn_ignored", "a"),
                        List.of("y"));
        Path file = file("t.csv", "a;y;b\n1;2;3,5\n");

        List<Example> fitted = table.forFit().read(file);
        List<Example> asked = table.read(file);

        assertEquals("a;b\r\n1;3,5\r\n", text(fitted.get(0)));
        assertEquals(
                Map.of("separator", ";", "learn_ignored", "a"),
                table.forFit().learning(fitted).orElseThrow().options());
        assertEquals(Map.of(), ((Item.Raw) fitted.get(0).item()).inputs().get(0).options());
        assertEquals(2, ((Item.Raw) asked.get(0).item()).inputs().get(0).options().size());
    }

    @Test
    void a_list_of_files_stays_one() throws IOException {
        List<Example> examples = table().read(file("list.csv", "file,label\nrow.csv,good\n"));

        Input input = ((Item.Raw) examples.get(0).item()).inputs().get(0);
        assertEquals(folder.resolve("row.csv"), input.path().orElseThrow());
        assertEquals(Optional.empty(), table().forFit().learning(examples));
    }

    @Test
    void a_row_without_an_answer_is_named_by_its_line() throws IOException {
        refused("line 3", "t.csv", "a,label\n1,x\n2,\n");
        refused("line 2", "t.jsonl", "{\"a\": 1, \"label\": 0}\n{\"a\": 1, \"label\": null}\n");
        refused("line 2", "u.csv", "a,b\n1,x\n");
    }

    private void refused(String part, String name, String text) throws IOException {
        Path file = file(name, text);
        var refusal = assertThrows(MetaTransformerException.class, () -> table().read(file));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
